#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "grader/model/lab_spec.hpp"
#include "grader/model/report.hpp"
#include "grader/model/scenario.hpp"

// Whether a lab is complete, as far as its files tell; each problem is a line with the place
// first and the remedy last. Reads, and changes nothing.
namespace grader {

// Files that a lab must have and does not, and files that it has and nobody knows.
[[nodiscard]] std::vector<std::string> inspect_files(const Course& course, const LabSpec& lab);

// The page, and what a student may read of each scenario.
[[nodiscard]] std::vector<std::string> inspect_texts(const Course& course, const LabSpec& lab,
                                                     const Manifest& manifest);

// A lab's known solutions, in alphabetical order: solutions/<lab>/<kind>/*.hpp.
[[nodiscard]] std::vector<std::filesystem::path> known_solutions(const Course& course,
                                                                 const LabSpec& lab,
                                                                 const std::string& kind);

}  // namespace grader
