// verdict: livelock // judge: explore
// Sleeps for a while and looks again, instead of being woken.
#pragma once

#include <algorithm>
#include <cstdint>
#include <mutex>
#include <thread>

#include "threading/time.hpp"

namespace threading {

class Event {
 public:
  Event() = default;
  Event(const Event&) = delete;
  Event& operator=(const Event&) = delete;

  [[nodiscard]] bool is_set() const {
    const std::lock_guard guard(mutex_);
    return is_set_;
  }

  void set() {
    const std::lock_guard guard(mutex_);
    is_set_ = true;
    ++raised_;
  }

  void clear() {
    const std::lock_guard guard(mutex_);
    is_set_ = false;
  }

  bool wait(Timeout timeout = {}) {
    const Deadline deadline(timeout);
    std::unique_lock guard(mutex_);
    const auto is_freed = [this, before = raised_] { return is_set_ || raised_ != before; };
    while (!is_freed()) {
      if (deadline.passed()) return false;
      const Duration nap = std::chrono::milliseconds(1);
      guard.unlock();
      std::this_thread::sleep_for(std::min(nap, deadline.left().value_or(nap)));
      guard.lock();
    }
    return true;
  }

 private:
  mutable std::mutex mutex_;
  bool is_set_ = false;
  std::uint64_t raised_ = 0;
};

}  // namespace threading
