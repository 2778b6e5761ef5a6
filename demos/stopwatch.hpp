#pragma once

#include <algorithm>
#include <chrono>
#include <limits>

// Measuring. Values and pure functions.
namespace demos {

using Seconds = std::chrono::duration<double>;

template <class Work>
[[nodiscard]] Seconds time_of(Work work) {
  const auto begin = std::chrono::steady_clock::now();
  work();
  return std::chrono::steady_clock::now() - begin;
}

// The shortest of several runs: what the work itself takes, with as little as may be of what else
// the machine is doing.
template <class Work>
[[nodiscard]] Seconds best_of(int runs, Work work) {
  Seconds best{std::numeric_limits<double>::infinity()};
  for (int i = 0; i < runs; ++i)
    best = std::min(best, time_of(work));
  return best;
}

[[nodiscard]] inline double milliseconds(Seconds time) {
  return time.count() * 1e3;
}
[[nodiscard]] inline double nanoseconds(Seconds time) {
  return time.count() * 1e9;
}

}  // namespace demos
