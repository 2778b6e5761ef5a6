#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "grader/stages/scan_tokens.hpp"

namespace grader {

// What of a preprocessed text came from one of the submission's files, as tokens.
struct Region {
  std::string file;  // by its path in the tree: "lock/lock.hpp"
  std::vector<Token> tokens;
};

// The submission's regions in a preprocessed text, in order: what the line markers' nesting puts
// into files below `tree`. The names in them can be forged by a #line of the submission, the
// nesting only by a marker of its own; the raw text may hold neither (see scan_source.hpp). Pure.
[[nodiscard]] std::vector<Region> regions_of(std::string_view preprocessed, std::string_view tree);

}  // namespace grader
