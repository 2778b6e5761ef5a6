#pragma once

#include "grader/commands/command.hpp"

namespace grader {

// What `lockstep` without a command does: shows each lab, its state, its score, what to do next.
[[nodiscard]] int show_board(const Surroundings& surroundings);

// Notes for the board how the labs of a report stand, which was made of the files under labs/.
// A note that cannot be written is no reason to lose the report, so it is left out then.
void note_standings(const Course& course, const Report& report);

}  // namespace grader
