// A ticket and a counter, as in a bakery: first come, first served. Who gives up cannot take the
// ticket back, so a caller with a deadline draws one only when it would be served at once.
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
    if (!blocking) return draw_if_served_at_once();
    if (timeout) return wait_until_served_at_once(Deadline(timeout));
    const std::uint32_t mine = drawn_.fetch_add(1);
    for (;;) {
      const std::uint32_t now = served_.load();
      if (now >> 1U == (mine & kNumbers)) return true;
      std::uint32_t marked = now;
      if ((now & kWatched) == 0 && !served_.compare_exchange_strong(marked, now | kWatched))
        continue;
      futex_wait(served_, now | kWatched);
    }
  }

  // The next number, and no mark: whoever still waits sets it again.
  void release() {
    std::uint32_t now = served_.load();
    do {
      if (now >> 1U == (drawn_.load() & kNumbers))
        throw RuntimeError("release of an unlocked lock");
    } while (!served_.compare_exchange_weak(now, ((now >> 1U) + 1) << 1U));
    if ((now & kWatched) != 0) futex_wake(served_, kEveryone);
  }

  [[nodiscard]] bool locked() const { return served_.load() >> 1U != (drawn_.load() & kNumbers); }

 private:
  static constexpr std::uint32_t kWatched = 1;                 // somebody sleeps on the counter
  static constexpr std::uint32_t kNumbers = UINT32_MAX >> 1U;  // the counter's, above that bit

  bool draw_if_served_at_once() {
    std::uint32_t next = served_.load() >> 1U;
    std::uint32_t last = drawn_.load();
    while ((last & kNumbers) == next) {
      if (drawn_.compare_exchange_weak(last, last + 1)) return true;
    }
    return false;
  }

  bool wait_until_served_at_once(const Deadline& deadline) {
    for (;;) {
      std::uint32_t now = served_.load();
      if (draw_if_served_at_once()) return true;
      if ((now & kWatched) == 0 && !served_.compare_exchange_strong(now, now | kWatched)) continue;
      if (!futex_wait(served_, now | kWatched, deadline.left())) return false;
    }
  }

  std::atomic<std::uint32_t> drawn_ = 0;
  std::atomic<std::uint32_t> served_ = 0;
};

}  // namespace threading
