#pragma once

#include <filesystem>
#include <vector>

#include "grader/model/scenario.hpp"

namespace grader {

// What is compiled once for a lab and a toolchain: all but the submission. Link order matters.
struct Prebuilt {
  std::vector<std::filesystem::path> stress;   // objects for a binary of judge stress
  std::vector<std::filesystem::path> explore;  // and of judge explore
  Manifest manifest;
};

}  // namespace grader
