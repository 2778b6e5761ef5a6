// verdict: memory, race
// A waiter that gives up does not take itself off the list: the next set writes into what was its
// place.
#pragma once

#include <condition_variable>
#include <memory>
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
    for (Waiter* each : waiters_) {
      each->is_freed = true;
      each->freed.notify_one();
    }
    waiters_.clear();
  }

  void clear() {
    const std::lock_guard guard(mutex_);
    is_set_ = false;
  }

  bool wait(Timeout timeout = {}) {
    const Deadline deadline(timeout);
    std::unique_lock guard(mutex_);
    if (is_set_) return true;
    const auto self = std::make_unique<Waiter>();
    waiters_.push_back(self.get());
    const auto is_freed = [&self] { return self->is_freed; };
    if (timeout) return self->freed.wait_until(guard, *deadline.moment(), is_freed);
    self->freed.wait(guard, is_freed);
    return true;
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
