#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "grader/model/lab_spec.hpp"
#include "protocol/judge.hpp"

// The scenarios of a lab, as its own test objects list them. Never asked of a student's binary.
namespace grader {

using protocol::Judge;
using protocol::ScenarioKind;

// Whether the student has the scenario's source (tests/public.cpp) or only its topic.
enum class Visibility : std::uint8_t { open, hidden };

[[nodiscard]] constexpr std::string_view to_string(Visibility visibility) {
  return visibility == Visibility::open ? "public" : "hidden";
}

struct Scenario {
  std::string name;  // "Lock.CounterUnderContention"
  ScenarioKind kind = ScenarioKind::behaviour;
  Visibility visibility = Visibility::hidden;
  std::vector<Judge> judges;    // those that can judge it
  double weight = 1;            // shares of its group's points
  std::uint32_t schedules = 0;  // explore's budget; 0: the course's
  std::string topic;            // one line that may always be shown
  std::string file;             // "labs/lock/tests/public.cpp"; show it only of an open one
};

struct Manifest {
  std::vector<Scenario> scenarios;
};

// One check: a scenario under one judge, and the group that its points come from.
struct PlannedCheck {
  Scenario scenario;
  Judge judge = Judge::stress;
  Group group = Group::behaviour;
  bool beside_explore = false;  // stress, where explore judges the same scenario too
};

}  // namespace grader
