// verdict: deadlock
// A woken waiter looks at the flag: where clear came at once after set, it finds the flag down and
// sleeps on.
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
    changed_.notify_all();
  }

  void clear() {
    const std::lock_guard guard(mutex_);
    is_set_ = false;
  }

  bool wait(Timeout timeout = {}) {
    const Deadline deadline(timeout);
    std::unique_lock guard(mutex_);
    const auto is_freed = [this] { return is_set_; };
    if (timeout) return changed_.wait_until(guard, *deadline.moment(), is_freed);
    changed_.wait(guard, is_freed);
    return true;
  }

 private:
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  bool is_set_ = false;
};

}  // namespace threading
