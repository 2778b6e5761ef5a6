#include "grader/commands/examine_sanitizer.hpp"

#include <fmt/format.h>

#include <array>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "grader/system/executable.hpp"
#include "grader/system/process.hpp"
#include "grader/system/spawn.hpp"
#include "grader/system/temporary_folder.hpp"

namespace grader {
namespace {

constexpr std::size_t kRuns = 8;
constexpr int kRaceFound = 66;

// The relaxed flag keeps the writes apart in time without putting one before the other.
constexpr std::string_view kRacyProgram = R"(#include <atomic>
#include <thread>
std::atomic<bool> written{false};
int shared = 0;
int main() {
  std::thread writer([] {
    shared = 1;
    written.store(true, std::memory_order_relaxed);
  });
  while (!written.load(std::memory_order_relaxed)) std::this_thread::yield();
  shared = 2;
  writer.join();
}
)";

// The finding's text where it cannot be built; empty where it can.
std::string build(const Toolchain& toolchain, const std::filesystem::path& folder) {
  Toolchain::Compilation compilation;
  compilation.source = folder / "racy.cpp";
  compilation.object = folder / "racy.o";
  std::ofstream(compilation.source) << kRacyProgram;
  ProcessSpec spec;
  spec.environment = tool_environment(folder);
  spec.argv = toolchain.compile_command(compilation);
  if (!run_process(spec).succeeded()) return "does not compile";
  spec.argv = toolchain.link_command({compilation.object}, folder / "racy", Runtime::sanitizer);
  if (!run_process(spec).succeeded()) return "does not link";
  return {};
}

std::size_t count_races_found(const std::filesystem::path& folder) {
  ProcessSpec spec;
  spec.argv = {(folder / "racy").string()};
  spec.environment = tool_environment(folder);
  spec.environment.push_back(fmt::format("TSAN_OPTIONS=symbolize=0:exitcode={}", kRaceFound));
  spec.limits.wall = std::chrono::seconds(20);
  const std::vector<ProcessSpec> specs(kRuns, spec);
  std::size_t found = 0;
  for (const ProcessOutcome& outcome : run_processes(specs, 1)) {
    if (outcome.ending == Ending::exited && outcome.code == kRaceFound) ++found;
  }
  return found;
}

}  // namespace

Finding examine_sanitizer(const Toolchain& toolchain) {
  Finding finding{Health::bad, "ThreadSanitizer", "", ""};
  const TemporaryFolder folder;
  const std::string trouble = build(toolchain, folder.path());
  if (!trouble.empty()) {
    finding.what = fmt::format("a program with -fsanitize=thread {}", trouble);
    finding.remedy = "run as root: apt-get install g++ libclang-rt-14-dev";
    return finding;
  }
  const bool fixed = switch_off_address_randomisation();
  const std::size_t found = count_races_found(folder.path());
  if (found == kRuns) {
    finding.health = Health::good;
    finding.what = fmt::format("finds a race in {} runs of {}, address randomisation {}", found,
                               kRuns, fixed ? "off" : "on");
    return finding;
  }
  finding.what = fmt::format("finds a certain race in only {} runs of {}", found, kRuns);
  finding.remedy = "run as root: sysctl vm.mmap_rnd_bits=28";
  return finding;
}

}  // namespace grader
