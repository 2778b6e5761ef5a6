#pragma once

#include <cstddef>
#include <vector>

#include "grader/model/raw_result.hpp"
#include "grader/model/scenario.hpp"

// A canary: one of the checks, run once more with the order to fail whatever comes of it. It is
// not reported. A program that has learnt how to write the record of a pass writes one there, too,
// and so gives itself away. Which check it is, and when it runs, is drawn anew for each grading.
namespace grader {

struct Canary {
  std::size_t check = 0;  // whose scenario and judge it has
  std::size_t slot = 0;   // how many of the others are started before it
};

// One for `count` checks, which are run together; `count` is not 0.
[[nodiscard]] Canary draw_canary(std::size_t count);

// What becomes of the checks beside a canary that passed: those that passed, too, are `tampered`.
void distrust(std::vector<RawResult>& results, const std::vector<std::size_t>& which);

}  // namespace grader
