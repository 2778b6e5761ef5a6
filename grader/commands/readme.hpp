#pragma once

#include "grader/commands/command.hpp"

namespace grader {

// `readme LAB`: the lab's page, rendered for the terminal and paged on one.
void add_readme(CLI::App& app, const Surroundings& surroundings, Run& chosen);

}  // namespace grader
