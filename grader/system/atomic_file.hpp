#pragma once

#include <filesystem>
#include <string_view>

namespace grader {

// Writes the file whole or not at all: a reader sees the old text or the new one, and an error
// (thrown as Error) leaves the old one. A device or pipe is written to as it is.
void write_file_atomically(const std::filesystem::path& path, std::string_view text);

}  // namespace grader
