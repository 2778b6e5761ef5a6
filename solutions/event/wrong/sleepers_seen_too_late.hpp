// verdict: deadlock // judge: explore
// Acquire and release on two words are not enough: the setter may miss the sleeper that has just
// counted itself, while the sleeper misses the flag that has just gone up.
#pragma once

#include <atomic>
#include <cstdint>

#include "threading/futex.hpp"
#include "threading/time.hpp"

namespace threading {

class Event {
 public:
  Event() = default;
  Event(const Event&) = delete;
  Event& operator=(const Event&) = delete;

  [[nodiscard]] bool is_set() const { return (word_.load(std::memory_order_acquire) & kSet) != 0; }

  void set() {
    std::uint32_t word = word_.load();
    while (!word_.compare_exchange_weak(word, (word & kSet) != 0 ? word : (word + kRise) | kSet,
                                        std::memory_order_release, std::memory_order_relaxed)) {
    }
    if (sleepers_.load(std::memory_order_acquire) > 0) futex_wake(word_, kEveryone);
  }

  void clear() { word_.fetch_and(~kSet); }

  bool wait(Timeout timeout = {}) {
    const Deadline deadline(timeout);
    const std::uint32_t first = word_.load(std::memory_order_acquire);
    if ((first & kSet) != 0) return true;
    sleepers_.fetch_add(1, std::memory_order_acq_rel);
    while (word_.load(std::memory_order_acquire) == first) {
      if (!futex_wait(word_, first, deadline.left())) break;
    }
    sleepers_.fetch_sub(1, std::memory_order_acq_rel);
    return word_.load(std::memory_order_acquire) != first;
  }

 private:
  static constexpr std::uint32_t kSet = 1;
  static constexpr std::uint32_t kRise = 2;  // the bits from here on count

  std::atomic<std::uint32_t> word_ = 0;
  std::atomic<int> sleepers_ = 0;
};

}  // namespace threading
