#include "grader/stages/plan_checks.hpp"

#include <algorithm>

namespace grader {
namespace {

bool holds(const std::vector<Judge>& judges, Judge judge) {
  return std::find(judges.begin(), judges.end(), judge) != judges.end();
}

}  // namespace

std::vector<Judge> judges_for(const LabSpec& lab, const std::vector<Judge>& asked) {
  if (!asked.empty()) return asked;
  std::vector<Judge> judges = {Judge::explore, Judge::stress};
  if (lab.points_by.speed > Points{}) judges.push_back(Judge::speed);
  return judges;
}

std::vector<PlannedCheck> plan_checks(const Manifest& manifest, const std::vector<Judge>& judges) {
  std::vector<PlannedCheck> checks;
  for (const Scenario& scenario : manifest.scenarios) {
    const bool explore = holds(judges, Judge::explore) && holds(scenario.judges, Judge::explore);
    const bool stress = holds(judges, Judge::stress) && holds(scenario.judges, Judge::stress);
    if (scenario.kind == ScenarioKind::behaviour) {
      if (explore || stress) {
        checks.push_back({scenario, explore ? Judge::explore : Judge::stress, Group::behaviour});
      }
      continue;
    }
    if (explore) checks.push_back({scenario, Judge::explore, Group::explore});
    if (stress) checks.push_back({scenario, Judge::stress, Group::stress, explore});
  }
  return checks;
}

}  // namespace grader
