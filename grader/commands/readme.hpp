#pragma once

#include <filesystem>
#include <string>

#include "grader/system/terminal.hpp"

namespace grader {

// `readme LAB`: the lab's page, rendered for the terminal and paged on one. Throws UsageError for
// a lab that labs.toml in `course` does not name.
void show_readme(const std::filesystem::path& course, const std::string& lab, ColorWish color);

}  // namespace grader
