#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "protocol/verdict.hpp"

namespace grader {

// What a known wrong solution says of itself in its first line:
//   // verdict: race, memory
//   // verdict: wrong // judge: explore
struct Expectation {
  std::vector<protocol::Verdict> verdicts;  // one of them it must earn
  bool explore_only = false;                // stress cannot see it reliably
};

// Throws Error, with `place` first, where the line says nothing of the kind. Pure.
[[nodiscard]] Expectation read_expectation(std::string_view source, const std::string& place);

// "race or memory".
[[nodiscard]] std::string describe(const Expectation& expectation);

}  // namespace grader
