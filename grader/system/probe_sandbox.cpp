#include "grader/system/probe_sandbox.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <optional>
#include <system_error>

#include "grader/model/error.hpp"
#include "grader/system/atomic_file.hpp"
#include "grader/system/executable.hpp"
#include "grader/system/landlock.hpp"
#include "grader/system/read_file.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;

// Runs the smallest program that we have, which is init itself: without a plan it ends at once.
std::string try_tier(Tier tier, const SandboxOptions& options) {
  if (tier == Tier::restricted && landlock_version() == 0) {
    return "this kernel has no Landlock, or has it switched off";
  }
  try {
    ProcessSpec spec;
    spec.argv = {options.init.string()};
    spec.limits.wall = std::chrono::seconds(10);
    spec.limits.threads = 8;
    const auto sandbox = make_sandbox(tier, options);
    const ProcessOutcome outcome =
        run_process(sandbox->confine(std::move(spec), {{options.init}, {}}, Duty::test));
    if (outcome.succeeded()) return "";
    return fmt::format("a program that does nothing ended with {} in it", outcome.code);
  } catch (const Error& error) {
    const std::string words = error.what();
    return words.substr(0, words.find("; the sandbox of"));  // the reason, without the remedy
  }
}

// What a kept result depends on besides the boot: who we are, and the programs.
std::string circumstances(const SandboxOptions& options) {
  std::error_code none;
  const auto age = [&](const fs::path& file) {
    return fs::last_write_time(file, none).time_since_epoch().count();
  };
  const fs::path bubblewrap = find_executable("bwrap").value_or("");
  return fmt::format("{} {} {} {}", ::geteuid(), bubblewrap.string(), age(bubblewrap),
                     age(options.init));
}

fs::path kept_in(const SandboxOptions& options) {
  std::string boot;
  try {
    boot = read_file("/proc/sys/kernel/random/boot_id");
  } catch (const Error&) {
    return {};  // not this Linux: probe each time
  }
  return options.cache / ("sandbox-" + boot.substr(0, boot.find('\n')));
}

std::optional<Tier> kept_tier(const fs::path& file, const std::string& circumstances) {
  std::error_code none;
  if (file.empty() || !fs::is_regular_file(file, none)) return std::nullopt;
  const std::string text = read_file(file);
  for (const Tier tier : {Tier::full, Tier::restricted, Tier::basic}) {
    if (text == fmt::format("{}\n{}\n", to_string(tier), circumstances)) return tier;
  }
  return std::nullopt;
}

}  // namespace

SandboxProbe probe_sandbox(Tier at_most, const Trial& trial) {
  SandboxProbe probe;
  for (const Tier tier : {Tier::full, Tier::restricted}) {
    if (tier > at_most) continue;
    const std::string obstacle = trial(tier);
    if (obstacle.empty()) {
      probe.tier = tier;
      break;
    }
    probe.obstacle = obstacle;
  }
  return probe;
}

SandboxProbe probe_sandbox(const SandboxOptions& options) {
  return probe_sandbox(options.at_most, [&](Tier tier) { return try_tier(tier, options); });
}

std::unique_ptr<const Sandbox> best_sandbox(const SandboxOptions& options) {
  if (options.at_most != Tier::full || options.cache.empty()) {
    return make_sandbox(probe_sandbox(options).tier, options);
  }
  const fs::path file = kept_in(options);
  const std::string now = circumstances(options);
  if (const auto tier = kept_tier(file, now)) return make_sandbox(*tier, options);
  const Tier tier = probe_sandbox(options).tier;
  if (!file.empty()) write_file_atomically(file, fmt::format("{}\n{}\n", to_string(tier), now));
  return make_sandbox(tier, options);
}

}  // namespace grader
