// A semaphore of the standard library for each waiter, in a list of those who wait and a list of
// those who were woken and have not gone yet.
#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <semaphore>

#include "lock/lock.hpp"
#include "rlock/rlock.hpp"
#include "threading/errors.hpp"
#include "threading/lockable.hpp"
#include "threading/time.hpp"

namespace threading {

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
    const auto self = waiting_.emplace(waiting_.end());
    const std::size_t depth = give_up(lock_);
    if (deadline.moment())
      static_cast<void>(self->woken.try_acquire_until(*deadline.moment()));
    else
      self->woken.acquire();
    take_back(lock_, depth);
    const bool notified = self->notified;
    (notified ? leaving_ : waiting_).erase(self);
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
    for (; n > 0 && !waiting_.empty(); --n) {
      leaving_.splice(leaving_.end(), waiting_, waiting_.begin());
      leaving_.back().notified = true;
      leaving_.back().woken.release();
    }
  }

  void notify_all() { notify(SIZE_MAX); }

 private:
  struct Waiter {
    std::binary_semaphore woken{0};
    bool notified = false;
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
  L& lock_;  // guards what follows
  std::list<Waiter> waiting_;
  std::list<Waiter> leaving_;
};

}  // namespace threading
