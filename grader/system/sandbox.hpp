#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "grader/model/config.hpp"
#include "grader/system/process.hpp"

namespace grader {

// What a confined process may touch. Folders with all below them; what is not there is left out.
struct View {
  std::vector<std::filesystem::path> readable;  // and executable
  std::vector<std::filesystem::path> writable;
};

// What a process is there for: `test` runs a student's code, `tool` only reads it.
enum class Duty : std::uint8_t { test, tool };

// Turns a process into one that is held in: by wrapping its command line, its limits, or both.
// Immutable; safe from any thread.
class Sandbox {
 public:
  Sandbox() = default;
  Sandbox(const Sandbox&) = delete;
  Sandbox& operator=(const Sandbox&) = delete;
  virtual ~Sandbox() = default;

  [[nodiscard]] virtual Tier tier() const = 0;
  [[nodiscard]] virtual ProcessSpec confine(ProcessSpec spec, const View& view,
                                            Duty duty) const = 0;
};

struct SandboxOptions {
  std::filesystem::path init;     // the program of that name
  Tier at_most = Tier::full;      // a lower one may be asked for, to see what it does
  std::filesystem::path cache{};  // what a probe found is kept here until the next boot; empty: not
};

// One of this very tier, whether or not it works here.
[[nodiscard]] std::unique_ptr<const Sandbox> make_sandbox(Tier tier, const SandboxOptions& options);

}  // namespace grader
