// verdict: wrong // judge: explore
// Counts the sleepers in the word, and forgets to count down who gave up: every later release
// makes a system call.
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
    std::uint32_t w = word_.load(std::memory_order_relaxed);
    while (!(w & 1u))
      if (word_.compare_exchange_weak(w, w | 1u, std::memory_order_acquire,
                                      std::memory_order_relaxed))
        return true;
    if (!blocking) return false;
    const Deadline deadline(timeout);
    w = word_.fetch_add(2, std::memory_order_relaxed) + 2;
    for (;;) {
      while (!(w & 1u))
        if (word_.compare_exchange_weak(w, (w - 2) | 1u, std::memory_order_acquire,
                                        std::memory_order_relaxed))
          return true;
      if (!futex_wait(word_, w, deadline.left())) return false;
      w = word_.load(std::memory_order_relaxed);
    }
  }
  void release() {
    std::uint32_t w = word_.load(std::memory_order_relaxed);
    do {
      if (!(w & 1u)) throw RuntimeError("release of an unlocked lock");
    } while (!word_.compare_exchange_weak(w, w & ~1u, std::memory_order_release,
                                          std::memory_order_relaxed));
    if (w >> 1) futex_wake(word_, 1);
  }
  [[nodiscard]] bool locked() const { return word_.load(std::memory_order_relaxed) & 1u; }

 private:
  std::atomic<std::uint32_t> word_{0};
};

}  // namespace threading
