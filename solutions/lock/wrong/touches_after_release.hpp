// verdict: memory // judge: explore
// Counts who waits in a second word, and reads that after the release: by then the next holder
// may have destroyed the lock.
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
    if (waiters_.load() > 0) futex_wake(word_, 1);
  }

  [[nodiscard]] bool locked() const { return word_.load() != kFree; }

 private:
  static constexpr std::uint32_t kFree = 0;
  static constexpr std::uint32_t kHeld = 1;

  bool take_if_free() {
    std::uint32_t expected = kFree;
    return word_.compare_exchange_strong(expected, kHeld);
  }

  bool wait_and_take(Timeout timeout) {
    const Deadline deadline(timeout);
    waiters_.fetch_add(1);
    bool in_time = true;
    while (in_time && !take_if_free())
      in_time = futex_wait(word_, kHeld, deadline.left());
    waiters_.fetch_sub(1);
    return in_time;
  }

  std::atomic<std::uint32_t> word_ = kFree;
  std::atomic<std::uint32_t> waiters_ = 0;
};

}  // namespace threading
