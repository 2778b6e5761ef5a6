#pragma once

#include <vector>

#include "grader/model/raw_result.hpp"

namespace grader {

// Whether explore has found the class to fail in a way that depends on the schedule: then what
// real threads would see of it is luck, and so would be the points. True where a check of the group
// explore failed, or one of any group with a race, a memory error or tampering. What a behaviour
// check found (an argument not refused, a system call too many) says nothing about schedules. Pure.
[[nodiscard]] bool explore_has_decided(const std::vector<RawResult>& explored);

// A check that was not run for that reason.
[[nodiscard]] RawResult held_back(const PlannedCheck& check);

}  // namespace grader
