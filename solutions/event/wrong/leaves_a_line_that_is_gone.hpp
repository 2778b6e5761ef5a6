// verdict: memory // judge: explore
// Who gives up takes itself out of the list, even where a set has just emptied it: what it mends
// are the places of others, who may have left.
#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>

#include "threading/futex.hpp"
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
    while (first_ != nullptr) {
      Waiter* const waiter = first_;
      first_ = waiter->next;
      waiter->is_freed.store(1, std::memory_order_release);
      futex_wake(waiter->is_freed, 1);
    }
  }

  void clear() {
    const std::lock_guard guard(mutex_);
    is_set_ = false;
  }

  bool wait(Timeout timeout = {}) {
    const Deadline deadline(timeout);
    Waiter self;
    {
      const std::lock_guard guard(mutex_);
      if (is_set_) return true;
      self.next = first_;
      if (first_ != nullptr) first_->previous = &self;
      first_ = &self;
    }
    while (self.is_freed.load(std::memory_order_acquire) == 0) {
      if (!futex_wait(self.is_freed, 0, deadline.left())) return give_up(self);
    }
    return true;
  }

 private:
  struct Waiter {
    std::atomic<std::uint32_t> is_freed = 0;
    Waiter* previous = nullptr;
    Waiter* next = nullptr;
  };

  bool give_up(const Waiter& self) {
    const std::lock_guard guard(mutex_);
    (self.previous != nullptr ? self.previous->next : first_) = self.next;
    if (self.next != nullptr) self.next->previous = self.previous;
    return false;
  }

  mutable std::mutex mutex_;
  Waiter* first_ = nullptr;
  bool is_set_ = false;
};

}  // namespace threading
