#include "grader/stages/run_canary.hpp"

#include <random>

#include "grader/model/check.hpp"

namespace grader {

Canary draw_canary(std::size_t count) {
  LOCKSTEP_CHECK(count != 0);
  std::random_device random;
  using Draw = std::uniform_int_distribution<std::size_t>;
  return {Draw(0, count - 1)(random), Draw(0, count)(random)};
}

void distrust(std::vector<RawResult>& results, const std::vector<std::size_t>& which) {
  for (const std::size_t i : which) {
    CheckResult& result = results[i].result;
    if (result.verdict != Verdict::passed) continue;
    result.verdict = Verdict::tampered;
    result.message = "a check that must fail reported success, so that no other can be believed";
    result.hint = "tampered";
  }
}

}  // namespace grader
