#include "grader/stages/prebuild_prelude.hpp"

#include <algorithm>

namespace grader {
namespace {

// Of the course and the same for every submission.
bool is_fixed(std::string_view line) {
  return line.starts_with("#include <") || line.starts_with("#include \"labs/") ||
         line.starts_with("#include \"threading/");
}

}  // namespace

std::string prelude_of(std::string_view adapter) {
  std::string prelude;
  while (!adapter.empty()) {
    const std::size_t end = std::min(adapter.find('\n'), adapter.size());
    const std::string_view line = adapter.substr(0, end);
    adapter.remove_prefix(std::min(end + 1, adapter.size()));
    if (line.empty() || line.starts_with("//")) continue;
    if (!is_fixed(line)) break;
    prelude += std::string(line) + "\n";
  }
  return prelude;
}

}  // namespace grader
