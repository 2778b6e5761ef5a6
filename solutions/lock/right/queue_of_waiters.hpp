// Waiters stand in a queue, each asleep on a word of its own, and a release hands the lock to the
// first: nobody overtakes, nobody wakes in vain. The queue is guarded by a small lock of its own
// kind, held for a few instructions.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <deque>

#include "threading/errors.hpp"
#include "threading/futex.hpp"
#include "threading/lockable.hpp"
#include "threading/time.hpp"

namespace threading {

class Lock : public Lockable<Lock> {
 public:
  bool acquire(bool blocking = true, Timeout timeout = {}) {
    if (!blocking && timeout) throw ValueError("a call that does not block takes no timeout");
    if (timeout && *timeout < Duration::zero()) throw ValueError("timeout must not be negative");
    Waiter self;
    {
      const Guard guard(queue_word_);
      if (!held_) {
        held_ = true;
        return true;
      }
      if (!blocking) return false;
      queue_.push_back(&self);
    }
    return sleep(self, Deadline(timeout));
  }

  void release() {
    Waiter* next = nullptr;
    {
      const Guard guard(queue_word_);
      if (!held_) throw RuntimeError("release of an unlocked lock");
      if (queue_.empty()) {
        held_ = false;
        return;
      }
      next = queue_.front();
      queue_.pop_front();
    }
    // The last step, and on the waiter's word alone: it may destroy the lock from here on.
    next->has_it.store(1);
    futex_wake(next->has_it, 1);
  }

  [[nodiscard]] bool locked() const {
    const Guard guard(queue_word_);
    return held_;
  }

 private:
  struct Waiter {
    std::atomic<std::uint32_t> has_it = 0;
  };

  // Free, held, contended; the last one's release may find the object gone, so it touches
  // nothing but the address.
  class Guard {
   public:
    explicit Guard(std::atomic<std::uint32_t>& word) : word_(word) {
      std::uint32_t free = 0;
      if (word_.compare_exchange_strong(free, 1)) return;
      while (word_.exchange(2) != 0)
        futex_wait(word_, 2);
    }
    Guard(const Guard&) = delete;
    Guard& operator=(const Guard&) = delete;
    ~Guard() {
      if (word_.exchange(0) == 2) futex_wake(word_, 1);
    }

   private:
    std::atomic<std::uint32_t>& word_;
  };

  bool sleep(Waiter& self, const Deadline& deadline) {
    while (self.has_it.load() == 0) {
      if (!futex_wait(self.has_it, 0, deadline.left())) return leave(self);
    }
    return true;
  }

  // Out of time; unless a release has chosen us already: then the lock is on its way.
  bool leave(Waiter& self) {
    {
      const Guard guard(queue_word_);
      const auto place = std::find(queue_.begin(), queue_.end(), &self);
      if (place != queue_.end()) {
        queue_.erase(place);
        return false;
      }
    }
    while (self.has_it.load() == 0)
      futex_wait(self.has_it, 0);
    return true;
  }

  mutable std::atomic<std::uint32_t> queue_word_ = 0;
  bool held_ = false;
  std::deque<Waiter*> queue_;
};

}  // namespace threading
