#pragma once

#include <filesystem>
#include <vector>

#include "grader/model/lab_spec.hpp"

namespace grader {

// Where the pristine text of a lab's skeleton is kept: labs/<lab>/.skeleton/<file>. It ships with
// the course, so that it needs neither git nor a build to know what a student has changed.
[[nodiscard]] std::filesystem::path pristine_folder(const Course& course, const LabSpec& lab);

// The labs whose files under labs/ differ from the skeleton, in the course's order.
[[nodiscard]] std::vector<const LabSpec*> find_changed(const Course& course);

[[nodiscard]] bool is_changed(const Course& course, const LabSpec& lab);

}  // namespace grader
