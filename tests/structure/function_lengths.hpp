#pragma once

#include <filesystem>
#include <string>
#include <vector>

// How long each function is, as universal-ctags sees it: from the line with its name to its
// closing brace. No shared state; throws std::runtime_error where ctags is missing or fails.
namespace structure {

struct FunctionLength {
  std::string path;
  std::string name;
  int line = 0;
  int lines = 0;
};

// Of the files at `paths`, relative to `folder`.
[[nodiscard]] std::vector<FunctionLength> measure_functions(const std::filesystem::path& folder,
                                                            const std::vector<std::string>& paths);

}  // namespace structure
