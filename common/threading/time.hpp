#pragma once

#include <algorithm>
#include <chrono>
#include <optional>

// How long a call may wait. All waits are measured on std::chrono::steady_clock. Values; a
// Deadline may be read by any thread.
namespace threading {

using Duration = std::chrono::nanoseconds;

// std::nullopt: wait for ever.
using Timeout = std::optional<Duration>;

// The moment at which a wait is over, fixed once, so that a loop which waits again and again
// never waits longer in all than it was allowed to.
//
//   const Deadline deadline(timeout);
//   while (!ready())
//     if (!futex_wait(word, seen, deadline.left())) return false;
//
// A negative timeout is a moment that has passed; whether it is an error is for the caller to
// say. The largest timeout is legal: the moment saturates, it never overflows.
class Deadline {
 public:
  using Clock = std::chrono::steady_clock;

  explicit Deadline(const Timeout& timeout) {
    if (timeout) moment_ = saturating_add(Clock::now(), *timeout);
  }

  // What is left of it: never negative; std::nullopt where the wait is for ever.
  [[nodiscard]] Timeout left() const {
    if (!moment_) return std::nullopt;
    return std::max(Duration::zero(), Duration(*moment_ - Clock::now()));
  }

  [[nodiscard]] bool passed() const { return moment_ && Clock::now() >= *moment_; }

  // std::nullopt: never.
  [[nodiscard]] std::optional<Clock::time_point> moment() const { return moment_; }

 private:
  [[nodiscard]] static Clock::time_point saturating_add(Clock::time_point now, Duration wait) {
    if (wait < Duration::zero()) return now;
    return wait > Clock::time_point::max() - now ? Clock::time_point::max() : now + wait;
  }

  std::optional<Clock::time_point> moment_;
};

}  // namespace threading
