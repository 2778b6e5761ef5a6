#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

namespace grader {

// The whole of a file of ours. Throws an Error that names the file. Not for what a student hands
// in: see stages/take_submission for that.
[[nodiscard]] std::string read_file(const std::filesystem::path& path);

}  // namespace grader
