#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <set>
#include <string_view>
#include <vector>

#include "grader/model/source_line.hpp"

namespace grader {

// Of an address: the call that it lies in and those that were inlined around it, innermost first.
using Frames = std::map<std::uint64_t, std::vector<SourceLine>>;

// Asks addr2line for all addresses at once. Files are called as the debug information calls them.
[[nodiscard]] Frames look_up(const std::filesystem::path& binary,
                             const std::set<std::uint64_t>& addresses,
                             const std::filesystem::path& folder);

// What `addr2line -a -f -C -i` prints. Pure.
[[nodiscard]] Frames parse_addr2line(std::string_view text);

}  // namespace grader
