#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "grader/model/build_result.hpp"
#include "grader/model/evidence.hpp"
#include "grader/model/scenario.hpp"
#include "protocol/verdict.hpp"

namespace grader {

// How one check went. `check` says which; nothing here says what it is worth (see score.hpp).
struct CheckResult {
  PlannedCheck check;
  Verdict verdict = Verdict::grader_error;
  std::string message;     // one line, lower case; empty where passed
  std::string detail;      // more lines, may be empty; safe to show also for a hidden scenario
  std::string hint;        // key into the lab's hints.toml: "lost-wake-up"; may be empty
  std::uint64_t runs = 0;  // schedules explored, or repeats of the body
  std::optional<SourceLine> place;           // the student's line that the failure points at
  std::optional<ExploreEvidence> explore;    // judge explore only
  std::optional<SanitizerReport> sanitizer;  // judge stress, where ThreadSanitizer spoke
  std::string output;  // what the process printed: only for -v and open scenarios
  Milliseconds duration{};
};

struct RunResult {
  std::vector<CheckResult> checks;  // in the manifest's order, judges side by side
  Milliseconds run{};
};

}  // namespace grader
