// verdict: deadlock // judge: explore
// Looks at the clock before it looks at the lock: woken at its deadline, it goes home with the
// wake-up that somebody else needed.
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
    if (timeout && timeout->count() < 0) throw ValueError("timeout must not be negative");
    std::uint32_t w = 0;
    if (word_.compare_exchange_strong(w, 1, std::memory_order_acquire)) return true;
    if (!blocking) return false;
    const Deadline deadline(timeout);
    while (word_.exchange(2, std::memory_order_acquire) != 0) {
      futex_wait(word_, 2, deadline.left());
      if (deadline.passed()) return false;
    }
    return true;
  }
  void release() {
    const std::uint32_t was = word_.exchange(0, std::memory_order_release);
    if (was == 0) throw RuntimeError("release of an unlocked lock");
    if (was == 2) futex_wake(word_, 1);
  }
  [[nodiscard]] bool locked() const { return word_.load(std::memory_order_relaxed) != 0; }

 private:
  std::atomic<std::uint32_t> word_{0};
};

}  // namespace threading
