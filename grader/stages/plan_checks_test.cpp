#include "grader/stages/plan_checks.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace grader {
namespace {

constexpr Judge kExplore = Judge::explore;
constexpr Judge kStress = Judge::stress;

Manifest manifest() {
  const auto make = [](std::string name, ScenarioKind kind, std::vector<Judge> judges) {
    Scenario scenario;
    scenario.name = std::move(name);
    scenario.kind = kind;
    scenario.judges = std::move(judges);
    return scenario;
  };
  return {{make("B", ScenarioKind::behaviour, {kExplore, kStress}),
           make("BX", ScenarioKind::behaviour, {kExplore}),
           make("BS", ScenarioKind::behaviour, {kStress}),
           make("I", ScenarioKind::interleaving, {kExplore, kStress}),
           make("IX", ScenarioKind::interleaving, {kExplore}),
           make("S", ScenarioKind::stress, {kStress})}};
}

std::string plan(const std::vector<Judge>& judges) {
  std::string text;
  for (const PlannedCheck& check : plan_checks(manifest(), judges)) {
    text += fmt::format("{}:{}:{}{} ", check.scenario.name, to_string(check.judge),
                        to_string(check.group), check.beside_explore ? ":beside" : "");
  }
  return text;
}

TEST(PlanChecks, BothJudgesSeeInterleavingsOnceEachBehaviourOnce) {
  EXPECT_EQ(plan({kExplore, kStress}),
            "B:explore:behaviour BX:explore:behaviour BS:stress:behaviour I:explore:explore "
            "I:stress:stress:beside IX:explore:explore S:stress:stress ");
}

TEST(PlanChecks, OneJudgeSeesWhatItCan) {
  EXPECT_EQ(plan({kExplore}),
            "B:explore:behaviour BX:explore:behaviour I:explore:explore IX:explore:explore ");
  EXPECT_EQ(plan({kStress}),
            "B:stress:behaviour BS:stress:behaviour I:stress:stress S:stress:stress ");
}

TEST(JudgesFor, SpeedJoinsWhereItHasPoints) {
  LabSpec lab;
  EXPECT_EQ(judges_for(lab, {}), (std::vector<Judge>{kExplore, kStress}));
  lab.points_by.speed = Points::whole(5);
  EXPECT_EQ(judges_for(lab, {}), (std::vector<Judge>{kExplore, kStress, Judge::speed}));
  EXPECT_EQ(judges_for(lab, {kStress}), std::vector<Judge>{kStress});
}

}  // namespace
}  // namespace grader
