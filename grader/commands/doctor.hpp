#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "grader/commands/command.hpp"
#include "grader/model/finding.hpp"

namespace grader {

// `doctor`: what grading needs of this machine, a line each, ending in what mends it. Ends in 0
// where grading works, and in 2 where it does not.
void add_doctor(CLI::App& app, const Surroundings& surroundings, Run& chosen);

// What it looks at: compiler, ThreadSanitizer, sandbox, file events, cores. `cxx` as in Config.
[[nodiscard]] std::vector<Finding> examine_machine(const Surroundings& surroundings,
                                                   const std::string& cxx);

}  // namespace grader
