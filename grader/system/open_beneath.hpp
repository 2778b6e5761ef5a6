#pragma once

#include <filesystem>

#include "grader/system/unique_fd.hpp"

namespace grader {

// Opens `root`/`below` for reading, without waiting for anybody (a pipe) and without following a
// link in any part of `below`: what lies there may be a stranger's. `root` is trusted, its links
// are followed. Empty, with errno set, where it cannot be opened: ELOOP or ENOTDIR for a link.
[[nodiscard]] UniqueFd open_beneath(const std::filesystem::path& root,
                                    const std::filesystem::path& below);

}  // namespace grader
