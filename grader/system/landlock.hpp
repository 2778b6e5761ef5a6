#pragma once

#include <filesystem>
#include <vector>

#include "grader/system/unique_fd.hpp"

// The kernel's Landlock: a process gives up, for good and for its children, every file that no
// rule names, and, where the kernel is new enough, connections and signals to outsiders.
namespace grader {

// The version of its interface; 0: this kernel has none, or has it switched off.
[[nodiscard]] int landlock_version();

struct FileRules {
  std::vector<std::filesystem::path> readable;  // and executable; a folder with all below
  std::vector<std::filesystem::path> writable;  // all but device files may be made in it, too
};

// A set of rules that any number of processes may enter. Paths that are not there are left out.
// Throws Error where the kernel refuses.
[[nodiscard]] UniqueFd make_ruleset(const FileRules& rules);

}  // namespace grader
