// One word holds all: the lowest bit says that it is held, the rest counts who sleeps. A release
// knows from the word that it changed whether to wake anybody, and touches nothing after it.
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
    std::uint32_t seen = word_.load();
    while ((seen & kHeld) == 0) {
      if (word_.compare_exchange_weak(seen, seen | kHeld)) return true;
    }
    return blocking && wait_and_take(timeout);
  }

  void release() {
    std::uint32_t seen = word_.load();
    do {
      if ((seen & kHeld) == 0) throw RuntimeError("release of an unlocked lock");
    } while (!word_.compare_exchange_weak(seen, seen & ~kHeld));
    if (seen != kHeld) futex_wake(word_, 1);
  }

  [[nodiscard]] bool locked() const { return (word_.load() & kHeld) != 0; }

 private:
  static constexpr std::uint32_t kHeld = 1;
  static constexpr std::uint32_t kOneSleeper = 2;

  bool wait_and_take(Timeout timeout) {
    const Deadline deadline(timeout);
    std::uint32_t seen = word_.fetch_add(kOneSleeper) + kOneSleeper;
    for (;;) {
      if ((seen & kHeld) == 0) {
        if (word_.compare_exchange_weak(seen, (seen - kOneSleeper) | kHeld)) return true;
        continue;
      }
      if (!futex_wait(word_, seen, deadline.left())) break;
      seen = word_.load();
    }
    word_.fetch_sub(kOneSleeper);
    return false;
  }

  std::atomic<std::uint32_t> word_ = 0;
};

}  // namespace threading
