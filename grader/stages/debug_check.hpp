#pragma once

#include "grader/model/build_result.hpp"
#include "grader/model/config.hpp"
#include "grader/stages/run_judges.hpp"

namespace grader {

// Runs the schedule that makes a check fail under gdb, with real threads, in our own terminal; gdb
// stops at the step that fails, in the frame of the student's own line. It is their machine and
// their code: there is no sandbox round it. Returns when gdb ends.
// Throws Error where there is no gdb.
void debug_check(const BuildResult& build, const PlannedCheck& check, const Config& config,
                 const Replay& replay);

}  // namespace grader
