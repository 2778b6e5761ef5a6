#pragma once

#include "grader/commands/command.hpp"

namespace grader {

// `replay TOKEN`: shows a failing interleaving again, step by step.
void add_replay(CLI::App& app, const Surroundings& surroundings, Run& chosen);

}  // namespace grader
