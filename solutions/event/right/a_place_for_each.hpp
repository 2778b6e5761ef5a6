// Each waiting thread has a place of its own, and a set marks them all, the last comer first.
#pragma once

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <vector>

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
    for (; !waiters_.empty(); waiters_.pop_back()) {
      waiters_.back()->is_freed = true;
      waiters_.back()->freed.notify_one();
    }
  }

  void clear() {
    const std::lock_guard guard(mutex_);
    is_set_ = false;
  }

  bool wait(Timeout timeout = {}) {
    const Deadline deadline(timeout);
    std::unique_lock guard(mutex_);
    if (is_set_) return true;
    Waiter self;
    waiters_.push_back(&self);
    const auto is_freed = [&self] { return self.is_freed; };
    if (!timeout)
      self.freed.wait(guard, is_freed);
    else if (!self.freed.wait_until(guard, *deadline.moment(), is_freed))
      waiters_.erase(std::find(waiters_.begin(), waiters_.end(), &self));
    return self.is_freed;
  }

 private:
  struct Waiter {
    bool is_freed = false;
    std::condition_variable freed;
  };

  mutable std::mutex mutex_;
  bool is_set_ = false;
  std::vector<Waiter*> waiters_;
};

}  // namespace threading
