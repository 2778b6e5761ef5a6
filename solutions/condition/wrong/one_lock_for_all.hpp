// verdict: wrong // judge: explore
// All that are made without a lock share one: who holds any of them holds them all.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>

#include "lock/lock.hpp"
#include "rlock/rlock.hpp"
#include "threading/errors.hpp"
#include "threading/time.hpp"

namespace threading {

template <class L = RLock>
class Condition {
 public:
  Condition() : lock_(everybodys()) {}
  explicit Condition(L& lock) : lock_(lock) {}
  Condition(const Condition&) = delete;
  Condition& operator=(const Condition&) = delete;

  bool acquire(bool blocking = true, Timeout timeout = {}) {
    return lock_.acquire(blocking, timeout);
  }
  void release() { lock_.release(); }
  void lock() { lock_.lock(); }
  bool try_lock() { return lock_.try_lock(); }
  void unlock() { lock_.unlock(); }

  bool wait(Timeout timeout = {}) {
    check_held();
    if (timeout && *timeout < Duration::zero()) throw ValueError("negative timeout");
    const auto waiter = std::make_shared<Lock>();
    waiter->acquire();
    waiters_.push_back(waiter);
    if constexpr (kReentrant) {
      const std::size_t depth = lock_.release_save();
      waiter->acquire(true, timeout);
      lock_.acquire_restore(depth);
    } else {
      lock_.release();
      waiter->acquire(true, timeout);
      lock_.acquire();
    }
    return std::erase(waiters_, waiter) == 0;  // not there: somebody has notified it
  }

  template <class P>
  bool wait_for(P predicate, Timeout timeout = {}) {
    if (timeout && *timeout < Duration::zero()) throw ValueError("negative timeout");
    const Deadline deadline(timeout);
    for (;;) {
      if (predicate()) return true;
      if (deadline.passed()) return false;
      wait(deadline.left());
    }
  }

  void notify(std::size_t n = 1) {
    check_held();
    while (n-- > 0 && !waiters_.empty()) {
      waiters_.front()->release();
      waiters_.pop_front();
    }
  }

  void notify_all() {
    check_held();
    notify(waiters_.size());
  }

 private:
  static constexpr bool kReentrant = requires(L & lock) { lock.release_save(); };

  void check_held() const {
    bool held = false;
    if constexpr (kReentrant)
      held = lock_.is_owned();
    else
      held = lock_.locked();
    if (!held) throw RuntimeError("the lock is not held");
  }

  static L& everybodys() {
    static L lock;
    return lock;
  }

  L& lock_;
  std::deque<std::shared_ptr<Lock>> waiters_;
};

}  // namespace threading
