#pragma once

#include "grader/commands/command.hpp"

namespace grader {

// `check [LAB…]`: proves that labs are whole: files and texts complete, the skeleton fails, the
// reference and every other right solution get full marks under every judge, and each wrong one
// earns the verdict that its first line names.
void add_check(CLI::App& app, const Surroundings& surroundings, Run& chosen);

}  // namespace grader
