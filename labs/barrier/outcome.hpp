#pragma once

#include <cstddef>
#include <optional>

#include "labs/barrier/subject.hpp"
#include "threading/errors.hpp"
#include "threading/time.hpp"

// What became of a call of wait(): the thread's index, or nothing where the barrier was broken.
// Any other exception passes through.
namespace subject {

using Outcome = std::optional<std::size_t>;

inline Outcome outcome_of_wait(Barrier& barrier) {
  try {
    return barrier.wait();
  } catch (const threading::BrokenBarrierError&) {
    return std::nullopt;
  }
}

inline Outcome outcome_of_wait(Barrier& barrier, threading::Timeout timeout) {
  try {
    return barrier.wait(timeout);
  } catch (const threading::BrokenBarrierError&) {
    return std::nullopt;
  }
}

// How many wait, now that all others are at rest: `expected`, or what the barrier insists on.
// Nothing orders their calls before this one, so what they did may take a few looks to be seen.
inline std::size_t n_waiting_at_rest(const Barrier& barrier, std::size_t expected) {
  std::size_t seen = barrier.n_waiting();
  for (int look = 0; look < 8 && seen != expected; ++look)
    seen = barrier.n_waiting();
  return seen;
}

// Are these the outcomes of a round of two that was released?
inline bool are_a_pair(Outcome a, Outcome b) {
  return a && b && *a + *b == 1;
}

}  // namespace subject
