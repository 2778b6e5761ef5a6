#include "grader/stages/compile_limits.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace grader {
namespace {

constexpr std::chrono::seconds kCpu{15};
constexpr std::chrono::minutes kWall{5};
constexpr std::uint64_t kMemory = 2ULL << 30U;
constexpr std::uint64_t kOutput = 1U << 20U;
constexpr std::uint64_t kFile = 64U << 20U;

enum class Exhausted : std::uint8_t { time, memory, file, stack };

// Words with which compilers, and the drivers that run them, say what they died of.
struct LastWords {
  std::string_view words;
  Exhausted what;
};

constexpr std::array kLastWords = {
    LastWords{"out of memory", Exhausted::memory},
    LastWords{"virtual memory exhausted", Exhausted::memory},
    LastWords{"cannot allocate", Exhausted::memory},
    LastWords{"std::bad_alloc", Exhausted::memory},
    LastWords{"Killed signal terminated program", Exhausted::memory},
    LastWords{"File size limit exceeded", Exhausted::file},
    LastWords{"File too large", Exhausted::file},
    LastWords{"CPU time limit exceeded", Exhausted::time},
    LastWords{"internal compiler error: Segmentation fault", Exhausted::stack},
    LastWords{"Segmentation fault signal terminated program", Exhausted::stack},
};

Rejection reject(Exhausted what) {
  const auto limit = [](std::string message) {
    return Rejection{Verdict::limit, std::move(message), ""};
  };
  switch (what) {
    case Exhausted::time:
      return limit(fmt::format(
          "the compiler was not done with it after {} seconds of processor time; look for "
          "templates, includes or constant expressions without end",
          kCpu.count()));
    case Exhausted::memory:
      return limit(
          fmt::format("the compiler needed more than {} MiB of memory for it; look for macros or "
                      "templates that grow without end",
                      kMemory >> 20U));
    case Exhausted::file:
      return limit(
          fmt::format("what the compiler makes of it is larger than {} MiB; look for giant arrays",
                      kFile >> 20U));
    case Exhausted::stack:
      return limit("it is nested too deeply for the compiler; write it in smaller parts");
  }
  return {};
}

}  // namespace

ProcessLimits compiler_limits() {
  ProcessLimits limits;
  limits.cpu = kCpu;
  limits.wall = kWall;
  limits.memory_bytes = kMemory;
  limits.output_bytes = kOutput;
  limits.file_bytes = kFile;
  return limits;
}

std::optional<Rejection> explain_compiler_limit(const ProcessOutcome& outcome) {
  switch (outcome.ending) {
    case Ending::cpu_limit:
    case Ending::wall_limit:
      return reject(Exhausted::time);
    case Ending::memory_limit:
      return reject(Exhausted::memory);
    case Ending::exited:
      break;
    default:
      return std::nullopt;  // what it said until then is for explain_compile_errors
  }
  if (outcome.code == 0) return std::nullopt;
  const auto* const said = std::find_if(
      kLastWords.begin(), kLastWords.end(),
      [&](const LastWords& each) { return outcome.err.find(each.words) != std::string::npos; });
  if (said == kLastWords.end()) return std::nullopt;
  return reject(said->what);
}

}  // namespace grader
