#pragma once

#include <filesystem>
#include <string_view>
#include <vector>

namespace grader {

// What `program` needs to be loaded: the folders of its shared libraries and of the loader itself,
// and the loader's cache where those are unusual. Asks the loader, which executes nothing of the
// program. Throws Error.
[[nodiscard]] std::vector<std::filesystem::path> loading_view(const std::filesystem::path& program);

// The libraries that the loader's listing names; pure.
[[nodiscard]] std::vector<std::filesystem::path> parse_loader_listing(std::string_view listing);

}  // namespace grader
