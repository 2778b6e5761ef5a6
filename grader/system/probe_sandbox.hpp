#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "grader/system/sandbox.hpp"

namespace grader {

// Which sandbox works here, by trying it, and what keeps the stronger ones from it.
struct SandboxProbe {
  Tier tier = Tier::basic;
  std::string obstacle;  // to the next tier; empty where there is none, or none was asked for
};

// Tries the tiers from options.at_most down; takes some ten milliseconds.
[[nodiscard]] SandboxProbe probe_sandbox(const SandboxOptions& options);

// The same, by a trial of one's own: empty where that tier works, else what keeps it from it.
using Trial = std::function<std::string(Tier)>;
[[nodiscard]] SandboxProbe probe_sandbox(Tier at_most, const Trial& trial);

// The strongest sandbox that works here. What a probe found is good until the next boot.
[[nodiscard]] std::unique_ptr<const Sandbox> best_sandbox(const SandboxOptions& options);

}  // namespace grader
