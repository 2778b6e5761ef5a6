#pragma once

#include <vector>

#include "grader/model/lab_spec.hpp"
#include "protocol/verdict.hpp"

namespace grader {

struct CheckScore {
  Points points;
  Points max_points;
  bool only_stress = false;  // no other judge saw this scenario fail
};

struct GroupScore {
  Group group = Group::behaviour;
  Points points;
  Points max_points;
  bool forfeited = false;  // what was found elsewhere cost the whole group
};

// What a submission's results are worth. Groups that were not judged count in neither sum.
struct Score {
  protocol::Verdict verdict = protocol::Verdict::passed;  // the gravest of the checks'
  Points points;
  Points max_points;
  std::vector<CheckScore> checks;  // beside RunResult::checks, one each
  std::vector<GroupScore> groups;  // those that were judged, in the order of kGroups
};

}  // namespace grader
