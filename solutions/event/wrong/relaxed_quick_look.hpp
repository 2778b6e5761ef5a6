// verdict: race
// A thread that finds the flag up at once looks at it in a relaxed order: it need not see what was
// written before the flag was raised.
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

  [[nodiscard]] bool is_set() const { return (word_.load() & kSet) != 0; }

  void set() {
    std::uint32_t word = word_.load();
    while (!word_.compare_exchange_weak(word, (word & kSet) != 0 ? word : (word + kRise) | kSet)) {
    }
    if (sleepers_.load() > 0) futex_wake(word_, kEveryone);
  }

  void clear() { word_.fetch_and(~kSet); }

  bool wait(Timeout timeout = {}) {
    const Deadline deadline(timeout);
    const std::uint32_t first = word_.load(std::memory_order_relaxed);
    if ((first & kSet) != 0) return true;
    sleepers_.fetch_add(1);
    while (word_.load() == first) {
      if (!futex_wait(word_, first, deadline.left())) break;
    }
    sleepers_.fetch_sub(1);
    return word_.load() != first;
  }

 private:
  static constexpr std::uint32_t kSet = 1;
  static constexpr std::uint32_t kRise = 2;  // the bits from here on count

  std::atomic<std::uint32_t> word_ = 0;
  std::atomic<int> sleepers_ = 0;
};

}  // namespace threading
