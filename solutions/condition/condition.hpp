#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "lock/lock.hpp"
#include "rlock/rlock.hpp"
#include "threading/errors.hpp"
#include "threading/futex.hpp"
#include "threading/lockable.hpp"
#include "threading/time.hpp"

namespace threading {

// Waiting for a change of what a lock guards: Python's Condition. Each waiter brings a word of its
// own to sleep on and stands in a line; notify() takes waiters off the front. So it is settled
// under the lock, once and for all, who is woken: no later comer can steal a notification, and a
// waiter whose time is over can tell whether one was meant for it.
//
// Any thread may call any function. Condition() owns its lock, Condition(lock) borrows one that
// must outlive it. wait() and the notify functions throw RuntimeError where the lock is not held:
// by the caller for an RLock, by anyone for a Lock, which has no owner. A timeout that is not
// positive polls. It may be destroyed as soon as the last call on it returned.
//
// Memory ordering: none of its own. The lock guards the line and orders all that the threads tell
// each other; a waiter's word only says "go and take the lock".
template <class L = RLock>
class Condition : public Lockable<Condition<L>> {
 public:
  Condition() : lock_(own_.emplace()) {}
  explicit Condition(L& lock) : lock_(lock) {}

  bool acquire(bool blocking = true, Timeout timeout = {}) {
    return lock_.acquire(blocking, timeout);
  }
  void release() { lock_.release(); }

  bool wait(Timeout timeout = {}) {
    require_held("wait() without the lock held");
    const Deadline deadline(timeout);
    Waiter self;
    line_.append(self);
    const std::size_t depth = give_up(lock_);
    self.sleep(deadline);
    take_back(lock_, depth);
    if (self.notified()) return true;  // even where the time was over before we had the lock again
    line_.remove(self);
    return false;
  }

  template <class P>
  bool wait_for(P predicate, Timeout timeout = {}) {
    const Deadline deadline(timeout);
    bool holds = predicate();
    while (!holds && !deadline.passed()) {
      wait(deadline.left());
      holds = predicate();
    }
    return holds;
  }

  void notify(std::size_t n = 1) {
    require_held("notify() without the lock held");
    for (; n > 0 && !line_.empty(); --n)
      line_.take_first().wake();
  }

  void notify_all() { notify(SIZE_MAX); }

 private:
  // On the stack of the thread that waits. It outlives every use by others, since who uses it
  // holds the lock, and its thread does not return from wait() before it has the lock itself.
  struct Waiter {
    std::atomic<std::uint32_t> word = 0;  // 1: notified
    Waiter* previous = nullptr;
    Waiter* next = nullptr;

    // relaxed, both: pairs with nothing. Where the answer matters the caller holds the lock, and
    // so did the notifier.
    [[nodiscard]] bool notified() const { return word.load(std::memory_order_relaxed) != 0; }

    void sleep(const Deadline& deadline) const {
      while (!notified())
        if (!futex_wait(word, 0, deadline.left())) return;
    }

    void wake() {
      word.store(1, std::memory_order_relaxed);
      futex_wake(word, 1);
    }
  };

  // First come, first served; guarded by the lock. A list, since a waiter whose time is over
  // leaves it from the middle.
  class Line {
   public:
    [[nodiscard]] bool empty() const { return first_ == nullptr; }

    void append(Waiter& waiter) {
      waiter.previous = last_;
      (last_ ? last_->next : first_) = &waiter;
      last_ = &waiter;
    }

    void remove(Waiter& waiter) {
      (waiter.previous ? waiter.previous->next : first_) = waiter.next;
      (waiter.next ? waiter.next->previous : last_) = waiter.previous;
    }

    Waiter& take_first() {
      Waiter& first = *first_;
      remove(first);
      return first;
    }

   private:
    Waiter* first_ = nullptr;
    Waiter* last_ = nullptr;
  };

  static bool is_held(const Lock& lock) { return lock.locked(); }
  static bool is_held(const RLock& lock) { return lock.is_owned(); }

  static std::size_t give_up(Lock& lock) { return lock.release(), 1; }
  static std::size_t give_up(RLock& lock) { return lock.release_save(); }

  static void take_back(Lock& lock, std::size_t) { lock.acquire(); }
  static void take_back(RLock& lock, std::size_t depth) { lock.acquire_restore(depth); }

  void require_held(const char* complaint) const {
    if (!is_held(lock_)) throw RuntimeError(complaint);
  }

  std::optional<L> own_;
  L& lock_;
  Line line_;
};

}  // namespace threading
