#include "harness/scenario.hpp"

#include <gtest/gtest.h>

#include "harness/manifest.hpp"

namespace harness {
namespace {

int runs = 0;

SCENARIO(Sample, Plain, behaviour, "It does what it says.") {
  ++runs;
}
SCENARIO(Sample, Heavy, stress, "It does so often.", .weight = 2.5) {}
SCENARIO(Sample, Exact, interleaving, "It does so whatever the schedule.", .schedules = 500,
         .judges = Judges::explore_only) {}

using protocol::Judge;

TEST(Scenario, RegistersItselfUnderItsName) {
  const Scenario* const found = Scenario::find("Sample.Plain");
  ASSERT_NE(found, nullptr);
  EXPECT_EQ(found->sentence(), "It does what it says.");
  EXPECT_EQ(found->kind(), protocol::ScenarioKind::behaviour);
  found->run();
  EXPECT_EQ(runs, 1);
  EXPECT_EQ(Scenario::find("Sample.Missing"), nullptr);
}

TEST(Scenario, IsJudgedByBothUnlessItSaysOtherwise) {
  EXPECT_TRUE(Scenario::find("Sample.Plain")->judged_by(Judge::explore));
  EXPECT_TRUE(Scenario::find("Sample.Plain")->judged_by(Judge::stress));
  EXPECT_FALSE(Scenario::find("Sample.Exact")->judged_by(Judge::stress));
}

TEST(Scenario, OfKindStressIsJudgedByStressAlone) {
  EXPECT_FALSE(Scenario::find("Sample.Heavy")->judged_by(Judge::explore));
  EXPECT_TRUE(Scenario::find("Sample.Heavy")->judged_by(Judge::stress));
}

TEST(Scenario, TakesItsVisibilityFromItsFile) {
  EXPECT_EQ(Scenario::find("Sample.Plain")->visibility(), "scenario");
  EXPECT_EQ(visibility_of("/a/labs/lock/tests/hidden.cpp"), "hidden");
  EXPECT_EQ(visibility_of("tests/hidden_timeouts.cpp"), "hidden");
  EXPECT_EQ(visibility_of("public.cpp"), "public");
}

TEST(Manifest, HasALineForEachScenarioInOrder) {
  EXPECT_EQ(manifest(),
            "Sample.Plain\tscenario\tbehaviour\texplore,stress\t1\t0\tIt does what it says.\n"
            "Sample.Heavy\tscenario\tstress\tstress\t2.5\t0\tIt does so often.\n"
            "Sample.Exact\tscenario\tinterleaving\texplore\t1\t500\t"
            "It does so whatever the schedule.\n");
}

}  // namespace
}  // namespace harness
