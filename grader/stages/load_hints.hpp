#pragma once

#include <filesystem>

#include "grader/model/report.hpp"

namespace grader {

// The hints of a lab: of each kind of failure a list of texts, mildest first:
//   [lost-wake-up]
//   hints = ["…", "…"]
// Strict, as labs.toml is. No file: no hints (`check` minds).
[[nodiscard]] Hints load_hints(const std::filesystem::path& file);

}  // namespace grader
