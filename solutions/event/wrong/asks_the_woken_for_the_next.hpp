// verdict: memory // judge: explore
// Those who wait lie on a list, on their own stacks, and `set` asks each whom it has woken for the
// next: but that one may be gone.
#pragma once

#include <algorithm>
#include <chrono>
#include <mutex>
#include <semaphore>

#include "threading/time.hpp"

namespace threading {

class Event {
 public:
  bool is_set() const {
    const std::lock_guard lock(mutex_);
    return set_;
  }

  void set() {
    const std::lock_guard lock(mutex_);
    set_ = true;
    for (Waiter* waiter = first_; waiter != nullptr; waiter = waiter->next)
      waiter->woken.release();
    first_ = nullptr;
  }

  void clear() {
    const std::lock_guard lock(mutex_);
    set_ = false;
  }

  bool wait(Timeout timeout = std::nullopt) {
    Waiter me;
    {
      const std::lock_guard lock(mutex_);
      if (set_) return true;
      me.next = first_;
      first_ = &me;
    }
    if (!timeout) {
      me.woken.acquire();
      return true;
    }
    constexpr Duration kLong = std::chrono::hours(24 * 365);  // what the semaphore can count
    if (me.woken.try_acquire_for(std::clamp(*timeout, Duration(0), kLong))) return true;
    const std::lock_guard lock(mutex_);
    for (Waiter** at = &first_; *at != nullptr; at = &(*at)->next) {
      if (*at != &me) continue;
      *at = me.next;
      return false;
    }
    return true;  // it was woken after all
  }

 private:
  struct Waiter {
    std::binary_semaphore woken{0};
    Waiter* next = nullptr;
  };

  mutable std::mutex mutex_;
  bool set_ = false;
  Waiter* first_ = nullptr;
};

}  // namespace threading
