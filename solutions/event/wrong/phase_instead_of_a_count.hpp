// verdict: deadlock // judge: explore
// Remembers a phase of one bit instead of how often the flag was raised: a waiter that was slow
// sees the same phase again after the second set, and sleeps on.
#pragma once

#include <condition_variable>
#include <mutex>

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
    phase_ = !phase_;
    changed_.notify_all();
  }

  void clear() {
    const std::lock_guard guard(mutex_);
    is_set_ = false;
  }

  bool wait(Timeout timeout = {}) {
    const Deadline deadline(timeout);
    std::unique_lock guard(mutex_);
    const auto is_freed = [this, before = phase_] { return is_set_ || phase_ != before; };
    if (timeout) return changed_.wait_until(guard, *deadline.moment(), is_freed);
    changed_.wait(guard, is_freed);
    return true;
  }

 private:
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  bool is_set_ = false;
  bool phase_ = false;
};

}  // namespace threading
