#pragma once

#include "grader/commands/command.hpp"

namespace grader {

// `list`: the labs in order, with points, prerequisites and state.
void add_list(CLI::App& app, const Surroundings& surroundings, Run& chosen);

}  // namespace grader
