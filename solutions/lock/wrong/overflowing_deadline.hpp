// verdict: wrong
// Adds the time to the clock and does not ask whether the sum exists.
#pragma once

#include <atomic>
#include <cstdint>

#include "threading/errors.hpp"
#include "threading/futex.hpp"
#include "threading/lockable.hpp"
#include "threading/time.hpp"

namespace threading {

class Lock : public Lockable<Lock> {
 public:
  bool acquire(bool blocking = true, Timeout timeout = {}) {
    if (!blocking && timeout) throw ValueError("a call that does not block takes no timeout");
    if (timeout && *timeout < Duration::zero()) throw ValueError("timeout must not be negative");
    return take_if_free() || (blocking && wait_and_take(timeout));
  }

  void release() {
    const std::uint32_t before = word_.exchange(kFree);
    if (before == kFree) throw RuntimeError("release of an unlocked lock");
    if (before == kContended) futex_wake(word_, 1);
  }

  [[nodiscard]] bool locked() const { return word_.load() != kFree; }

 private:
  static constexpr std::uint32_t kFree = 0;
  static constexpr std::uint32_t kHeld = 1;
  static constexpr std::uint32_t kContended = 2;

  bool take_if_free() {
    std::uint32_t expected = kFree;
    return word_.compare_exchange_strong(expected, kHeld);
  }

  // The sum as the machine makes it, wrapping round.
  static Deadline::Clock::time_point moment_after(Duration wait) {
    const auto now = static_cast<std::uint64_t>(Deadline::Clock::now().time_since_epoch().count());
    const std::uint64_t sum = now + static_cast<std::uint64_t>(wait.count());
    return Deadline::Clock::time_point(Duration(static_cast<Duration::rep>(sum)));
  }

  bool wait_and_take(Timeout timeout) {
    const auto end = moment_after(timeout.value_or(std::chrono::hours(1'000'000)));
    while (word_.exchange(kContended) != kFree) {
      if (timeout && Deadline::Clock::now() >= end) return false;
      const Timeout left = end - Deadline::Clock::now();
      if (!futex_wait(word_, kContended, timeout ? left : std::nullopt)) return false;
    }
    return true;
  }

  std::atomic<std::uint32_t> word_ = kFree;
};

}  // namespace threading
