#pragma once

#include "grader/model/build_result.hpp"
#include "grader/model/lab_spec.hpp"
#include "grader/model/submission.hpp"
#include "protocol/order.hpp"

namespace grader {

// Runs the schedule that makes a check fail under gdb, with real threads, in our own terminal; gdb
// stops at the step that fails, in the frame of the student's own line. It is their machine and
// their code: there is no sandbox round it. Returns when gdb ends.
// Throws Error where there is no gdb.
void debug_check(const Course& course, const Submission& submission, const BuildResult& build,
                 const protocol::Order& schedule);

}  // namespace grader
