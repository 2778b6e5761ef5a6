#pragma once

#include "grader/model/raw_result.hpp"
#include "grader/system/process.hpp"
#include "protocol/order.hpp"

namespace grader {

// What we know of a test process besides how it ended.
struct Expectation {
  PlannedCheck check;
  protocol::Nonce nonce{};
  ProcessLimits limits;
  std::string binary;       // its file name, as ThreadSanitizer calls it
  bool randomised = false;  // addresses are, which ThreadSanitizer may not survive
};

// ThreadSanitizer's exit status, where we ask for no other.
inline constexpr int kSanitizerStatus = 66;

// Judges a process by how it ended and by what it reported, which must agree: a check has passed
// only where one whole, genuine record says so, and the exit status too. Whatever else comes is
// some failure. Pure.
[[nodiscard]] RawResult judge_process(const Expectation& expected, const ProcessOutcome& outcome);

}  // namespace grader
