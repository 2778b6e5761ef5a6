#pragma once

#include <filesystem>
#include <optional>
#include <vector>

#include "grader/model/scenario.hpp"

namespace grader {

// What is compiled once for a lab and a toolchain: all but the submission. Link order matters.
struct Prebuilt {
  std::vector<std::filesystem::path> stress;   // objects for a binary of judge stress
  std::vector<std::filesystem::path> explore;  // and of judge explore
  // What the adapter includes before the submission, compiled ahead, where the compiler can.
  std::optional<std::filesystem::path> prelude;
  Manifest manifest;
};

}  // namespace grader
