#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "grader/model/run_result.hpp"
#include "protocol/report.hpp"

// A check as its process left it: with offsets into the binary where a CheckResult has source
// lines. Only stages/symbolise reads the offsets.
namespace grader {

struct RawAccess {
  std::string what;
  std::vector<std::uint64_t> stack;  // innermost first
  std::vector<std::string> locks;
};

struct RawResult {
  CheckResult result;  // complete but for places, steps, blocked threads and accesses
  std::optional<protocol::Report> report;  // what the process said of itself
  std::vector<RawAccess> accesses;         // what ThreadSanitizer said
};

struct RawRun {
  std::vector<RawResult> checks;
  Milliseconds run{};
};

}  // namespace grader
