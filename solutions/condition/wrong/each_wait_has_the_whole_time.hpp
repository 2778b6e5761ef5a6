// verdict: wrong // judge: explore
// Looks at the clock between the waits of wait_for, but gives each the whole time: notified just
// before its time is over, it waits for nearly twice as long.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>

#include "lock/lock.hpp"
#include "rlock/rlock.hpp"
#include "threading/errors.hpp"
#include "threading/futex.hpp"
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
    Waiter self;
    line_.push_back(&self);
    const std::size_t depth = give_up(lock_);
    self.sleep(deadline);
    take_back(lock_, depth);
    if (!self.notified()) line_.remove(&self);
    return self.notified();
  }

  template <class P>
  bool wait_for(P predicate, Timeout timeout = {}) {
    const Deadline deadline(timeout);
    while (!predicate()) {
      if (deadline.passed()) return false;
      wait(timeout);
    }
    return true;
  }

  void notify(std::size_t n = 1) {
    require_held();
    for (; n > 0 && !line_.empty(); --n) {
      line_.front()->wake();
      line_.pop_front();
    }
  }

  void notify_all() { notify(SIZE_MAX); }

 private:
  struct Waiter {
    std::atomic<std::uint32_t> word = 0;

    bool notified() const { return word.load() != 0; }

    void sleep(const Deadline& deadline) const {
      while (!notified())
        if (!futex_wait(word, 0, deadline.left())) return;
    }

    void wake() {
      word.store(1);
      futex_wake(word, 1);
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
  std::list<Waiter*> line_;
};

}  // namespace threading
