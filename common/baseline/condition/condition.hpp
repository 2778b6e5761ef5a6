#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <mutex>

#include "lock/lock.hpp"
#include "rlock/rlock.hpp"
#include "threading/errors.hpp"
#include "threading/lockable.hpp"
#include "threading/time.hpp"

namespace threading {

// The Condition of the condition lab, over the standard library's: one std::condition_variable for
// each waiter, so that notifications go out in the order in which the waiters came.
//
// Any thread may call any function. It owns the lock that it was not given. Errors: RuntimeError
// without the lock held.
//
// Memory ordering: that of its mutexes.
template <class L = RLock>
class Condition : public Lockable<Condition<L>> {
 public:
  Condition() : own_(std::make_unique<L>()), lock_(*own_) {}
  explicit Condition(L& lock) : lock_(lock) {}

  bool acquire(bool blocking = true, Timeout timeout = {}) {
    return lock_.acquire(blocking, timeout);
  }
  void release() { lock_.release(); }

  bool wait(Timeout timeout = {}) {
    require_held();
    const Deadline deadline(timeout);
    std::unique_lock guard(mutex_);
    const auto self = waiters_.emplace(waiters_.end());
    const std::size_t depth = give_up(lock_);
    const bool notified = self->sleep(guard, deadline);
    (notified ? woken_ : waiters_).erase(self);
    guard.unlock();
    take_back(lock_, depth);
    return notified;
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
    require_held();
    const std::lock_guard guard(mutex_);
    for (; n > 0 && !waiters_.empty(); --n) {
      woken_.splice(woken_.end(), waiters_, waiters_.begin());
      woken_.back().notified = true;
      woken_.back().changed.notify_one();
    }
  }

  void notify_all() { notify(SIZE_MAX); }

 private:
  struct Waiter {
    std::condition_variable changed;
    bool notified = false;

    bool sleep(std::unique_lock<std::mutex>& guard, const Deadline& deadline) {
      const auto done = [this] { return notified; };
      if (deadline.moment()) return changed.wait_until(guard, *deadline.moment(), done);
      changed.wait(guard, done);
      return true;
    }
  };

  static bool is_held(const Lock& lock) { return lock.locked(); }
  static bool is_held(const RLock& lock) { return lock.is_owned(); }

  static std::size_t give_up(Lock& lock) { return lock.release(), 1; }
  static std::size_t give_up(RLock& lock) { return lock.release_save(); }

  static void take_back(Lock& lock, std::size_t) { lock.acquire(); }
  static void take_back(RLock& lock, std::size_t depth) { lock.acquire_restore(depth); }

  void require_held() const {
    if (!is_held(lock_)) throw RuntimeError("the condition's lock is not held");
  }

  std::unique_ptr<L> own_;
  L& lock_;
  std::mutex mutex_;           // guards what follows; taken after lock_, never held to take it
  std::list<Waiter> waiters_;  // in the order in which they came
  std::list<Waiter> woken_;    // notified, but not gone yet
};

}  // namespace threading
