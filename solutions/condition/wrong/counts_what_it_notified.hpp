// verdict: deadlock
// A counting semaphore for a condition: what it counts, anybody who comes along may take, the
// notifier itself included.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
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
    ++waiting_;
    const std::size_t depth = give_up(lock_);
    const bool notified = take_one(deadline);
    take_back(lock_, depth);
    --waiting_;
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
    const auto count = static_cast<std::uint32_t>(std::min<std::size_t>(n, waiting_));
    notified_.fetch_add(count);
    futex_wake(notified_, static_cast<int>(count));
  }

  void notify_all() { notify(SIZE_MAX); }

 private:
  bool take_one(const Deadline& deadline) {
    for (;;) {
      std::uint32_t seen = notified_.load();
      while (seen > 0)
        if (notified_.compare_exchange_weak(seen, seen - 1)) return true;
      if (!futex_wait(notified_, 0, deadline.left())) return false;
    }
  }

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
  std::size_t waiting_ = 0;
  std::atomic<std::uint32_t> notified_ = 0;
};

}  // namespace threading
