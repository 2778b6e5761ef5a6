#pragma once

#include <filesystem>
#include <memory>
#include <vector>

#include "grader/model/config.hpp"
#include "grader/system/process.hpp"

namespace grader {

// What a confined process may touch, beside what its executable needs to start.
struct View {
  std::vector<std::filesystem::path> readable;
  std::vector<std::filesystem::path> writable;
};

// Turns a process into one that is held in: by wrapping its command line, its limits, or both.
// Immutable; safe from any thread.
class Sandbox {
 public:
  Sandbox() = default;
  Sandbox(const Sandbox&) = delete;
  Sandbox& operator=(const Sandbox&) = delete;
  virtual ~Sandbox() = default;

  [[nodiscard]] virtual Tier tier() const = 0;
  [[nodiscard]] virtual ProcessSpec confine(ProcessSpec spec, const View& view) const = 0;
};

// The strongest one that this machine allows.
[[nodiscard]] std::unique_ptr<const Sandbox> best_sandbox();

}  // namespace grader
