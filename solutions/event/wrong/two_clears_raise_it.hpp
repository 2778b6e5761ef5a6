// verdict: wrong // judge: explore
// The flag is up while a number is odd; of two threads that clear it each finds it odd and adds
// one.
#pragma once

#include <atomic>
#include <cstdint>

#include "threading/errors.hpp"
#include "threading/futex.hpp"
#include "threading/time.hpp"

namespace threading {

class Event {
 public:
  Event() = default;
  Event(const Event&) = delete;
  Event& operator=(const Event&) = delete;

  [[nodiscard]] bool is_set() const { return generation_.load() % 2 == 1; }
  void set() {
    std::uint32_t now = generation_.load();
    while (now % 2 == 0)
      if (generation_.compare_exchange_weak(now, now + 1)) {
        futex_wake(generation_, kEveryone);
        return;
      }
  }
  void clear() {
    if (is_set()) generation_.fetch_add(1);
  }
  bool wait(Timeout timeout = {}) {
    const Deadline deadline(timeout);
    const std::uint32_t seen = generation_.load();
    if (seen % 2 == 1) return true;
    while (generation_.load() == seen)
      if (!futex_wait(generation_, seen, deadline.left())) return generation_.load() != seen;
    return true;
  }

 private:
  std::atomic<std::uint32_t> generation_ = 0;
};

}  // namespace threading
