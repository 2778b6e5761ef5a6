#pragma once

#include <chrono>
#include <filesystem>
#include <optional>

#include "grader/model/submission.hpp"

namespace grader {

using Milliseconds = std::chrono::duration<double, std::milli>;

// One submission, compiled and linked: a binary for each judge that was asked for, or why not.
struct BuildResult {
  std::optional<Rejection> rejection;  // does-not-compile
  std::optional<std::filesystem::path> stress;
  std::optional<std::filesystem::path> explore;
  Milliseconds compile{};
  Milliseconds link{};
};

}  // namespace grader
