// verdict: deadlock // judge: explore
// Wakes four of those who wait, never more.
#pragma once

#include <atomic>
#include <cstdint>

#include "threading/errors.hpp"
#include "threading/futex.hpp"
#include "threading/time.hpp"

namespace threading {

class Event {
  static constexpr std::uint32_t kFlag = 1, kSleepers = 2, kStep = 4;

 public:
  Event() = default;
  Event(const Event&) = delete;
  Event& operator=(const Event&) = delete;
  [[nodiscard]] bool is_set() const { return word_.load(std::memory_order_acquire) & kFlag; }
  void set() {
    std::uint32_t w = word_.load(std::memory_order_relaxed);
    while (!word_.compare_exchange_weak(w, ((w & ~kSleepers) | kFlag) + ((w & kFlag) ? 0 : kStep),
                                        std::memory_order_acq_rel, std::memory_order_relaxed)) {
    }
    if (w & kSleepers) futex_wake(word_, 4);
  }

  void clear() { word_.fetch_and(~kFlag, std::memory_order_acq_rel); }
  bool wait(Timeout timeout = {}) {
    std::uint32_t w = word_.load(std::memory_order_acquire);
    if (w & kFlag) return true;
    const Deadline deadline(timeout);
    const std::uint32_t mine = w / kStep;
    for (;;) {
      w = word_.load(std::memory_order_acquire);
      if ((w & kFlag) || w / kStep != mine) return true;
      if (deadline.passed()) return false;
      if (!(w & kSleepers)) {
        if (!word_.compare_exchange_weak(w, w | kSleepers, std::memory_order_relaxed)) continue;
        w |= kSleepers;
      }
      futex_wait(word_, w, deadline.left());
    }
  }

 private:
  std::atomic<std::uint32_t> word_{0};
};

}  // namespace threading
