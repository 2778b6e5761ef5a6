// verdict: wrong, deadlock
// A set leaves a ticket for each thread that waits, whoever takes it: a thread that comes after the
// clear may take one, and leave an earlier one behind.
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
    tickets_ = waiting_;
    changed_.notify_all();
  }

  void clear() {
    const std::lock_guard guard(mutex_);
    is_set_ = false;
  }

  bool wait(Timeout timeout = {}) {
    const Deadline deadline(timeout);
    std::unique_lock guard(mutex_);
    const auto is_freed = [this] {
      if (is_set_) return true;
      if (tickets_ == 0) return false;
      --tickets_;
      return true;
    };
    if (is_freed()) return true;
    ++waiting_;
    bool freed = true;
    if (timeout)
      freed = changed_.wait_until(guard, *deadline.moment(), is_freed);
    else
      changed_.wait(guard, is_freed);
    --waiting_;
    return freed;
  }

 private:
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  bool is_set_ = false;
  int waiting_ = 0;
  int tickets_ = 0;
};

}  // namespace threading
