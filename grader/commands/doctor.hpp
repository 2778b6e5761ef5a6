#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "grader/model/finding.hpp"
#include "grader/system/terminal.hpp"

namespace grader {

// `doctor`: what grading needs of this machine, a line each, ending in what mends it. Returns the
// exit status: 0 where grading works, 2 where it does not. `cxx` as in Config.
[[nodiscard]] int run_doctor(const std::filesystem::path& course, const std::string& cxx,
                             ColorWish color);

// The same without writing: compiler, ThreadSanitizer, sandbox, file events, cores.
[[nodiscard]] std::vector<Finding> examine_machine(const std::filesystem::path& course,
                                                   const std::string& cxx);

}  // namespace grader
