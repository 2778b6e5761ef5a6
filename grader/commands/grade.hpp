#pragma once

#include "grader/commands/command.hpp"

namespace grader {

// `grade [LAB…]`: judges submissions and reports.
void add_grade(CLI::App& app, const Surroundings& surroundings, Run& chosen);

}  // namespace grader
