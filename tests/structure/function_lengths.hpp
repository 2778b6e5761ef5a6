#pragma once

#include <string>
#include <vector>

// How long each function is, as universal-ctags sees it: from the line with its name to its
// closing brace. No shared state; throws std::runtime_error where ctags is missing or fails.
namespace structure {

struct FunctionLength {
  std::string path;  // as it was given
  std::string name;
  int line = 0;
  int lines = 0;
};

[[nodiscard]] std::vector<FunctionLength> measure_functions(const std::vector<std::string>& paths);

}  // namespace structure
