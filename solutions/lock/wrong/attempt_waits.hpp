// verdict: wrong // judge: explore
// An attempt that has seen the lock free acquires it, however long that takes.
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
    if (!blocking && timeout) throw ValueError("no timeout");
    if (timeout && *timeout < Duration::zero()) throw ValueError("negative");
    std::uint32_t free = 0;
    if (word_.compare_exchange_strong(free, 1, std::memory_order_acquire,
                                      std::memory_order_relaxed))
      return true;
    if (!blocking) {
      if (locked()) return false;
      return acquire();  // it is free
    }
    const Deadline deadline(timeout);
    while (word_.exchange(2, std::memory_order_acquire) != 0) {
      const Timeout left = deadline.left();
      if (left && *left == Duration::zero()) return false;
      futex_wait(word_, 2, left);
    }
    return true;
  }

  void release() {
    std::uint32_t seen = word_.load(std::memory_order_relaxed);
    do {
      if (seen == 0) throw RuntimeError("release of an unlocked lock");
    } while (!word_.compare_exchange_weak(seen, 0, std::memory_order_release,
                                          std::memory_order_relaxed));
    if (seen == 2) futex_wake(word_, 1);
  }

  [[nodiscard]] bool locked() const { return word_.load(std::memory_order_relaxed) != 0; }

 private:
  std::atomic<std::uint32_t> word_ = 0;
};

}  // namespace threading
