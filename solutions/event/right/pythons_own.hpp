// CPython's design over our Condition: a waiter believes the notification, and looks at the flag
// only before it waits.
#pragma once

#include <mutex>

#include "condition/condition.hpp"
#include "lock/lock.hpp"
#include "threading/time.hpp"

namespace threading {

class Event {
 public:
  Event() = default;
  Event(const Event&) = delete;
  Event& operator=(const Event&) = delete;

  [[nodiscard]] bool is_set() const {
    const std::lock_guard guard(lock_);
    return is_set_;
  }

  void set() {
    const std::lock_guard guard(lock_);
    is_set_ = true;
    changed_.notify_all();
  }

  void clear() {
    const std::lock_guard guard(lock_);
    is_set_ = false;
  }

  bool wait(Timeout timeout = {}) {
    const std::lock_guard guard(lock_);
    return is_set_ || changed_.wait(Deadline(timeout).left());
  }

 private:
  mutable Lock lock_;
  Condition<Lock> changed_{lock_};
  bool is_set_ = false;
};

}  // namespace threading
