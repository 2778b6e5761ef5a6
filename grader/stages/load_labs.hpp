#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "grader/model/lab_spec.hpp"

namespace grader {

// Reads `root`/labs.toml. Strict: whatever is unknown, missing, of the wrong type or does not add
// up is an Error with file, line, culprit and remedy.
[[nodiscard]] Course load_labs(const std::filesystem::path& root);

// The same from text; `name` is what messages call the file.
[[nodiscard]] Course parse_labs(std::string_view text, const std::string& name);

}  // namespace grader
