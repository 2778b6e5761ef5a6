// Each waiter leaves a std::promise in the line and waits for its future.
#pragma once

#include <cstddef>
#include <future>
#include <list>
#include <memory>

#include "lock/lock.hpp"
#include "rlock/rlock.hpp"
#include "threading/errors.hpp"
#include "threading/lockable.hpp"
#include "threading/time.hpp"

namespace threading {

template <class L = RLock>
class Condition : public Lockable<Condition<L>> {
 public:
  Condition() : lock_(new L) {}
  explicit Condition(L& lock) : lock_(&lock, [](L*) {}) {}

  bool acquire(bool blocking = true, Timeout timeout = {}) {
    return lock_->acquire(blocking, timeout);
  }
  void release() { lock_->release(); }

  bool wait(Timeout timeout = {}) {
    check_held();
    const Deadline deadline(timeout);
    const auto self = line_.emplace(line_.end());
    const std::future<void> notification = self->get_future();
    without_lock(*lock_, [&] {
      if (deadline.moment())
        notification.wait_until(*deadline.moment());
      else
        notification.wait();
    });
    const bool notified = notification.wait_for(Duration::zero()) == std::future_status::ready;
    (notified ? notified_ : line_).erase(self);
    return notified;
  }

  template <class P>
  bool wait_for(P predicate, Timeout timeout = {}) {
    const Deadline deadline(timeout);
    bool holds = predicate();
    for (; !holds && !deadline.passed(); holds = predicate())
      wait(deadline.left());
    return holds;
  }

  void notify(std::size_t n = 1) {
    check_held();
    for (; n > 0 && !line_.empty(); --n) {
      notified_.splice(notified_.end(), line_, line_.begin());
      notified_.back().set_value();
    }
  }

  void notify_all() { notify(-1); }

 private:
  template <class Call>
  static void without_lock(Lock& lock, Call call) {
    lock.release();
    call();
    lock.acquire();
  }

  template <class Call>
  static void without_lock(RLock& lock, Call call) {
    const std::size_t depth = lock.release_save();
    call();
    lock.acquire_restore(depth);
  }

  static bool is_held(const Lock& lock) { return lock.locked(); }
  static bool is_held(const RLock& lock) { return lock.is_owned(); }

  void check_held() const {
    if (!is_held(*lock_)) throw RuntimeError("the lock is not held");
  }

  std::shared_ptr<L> lock_;
  std::list<std::promise<void>> line_;
  std::list<std::promise<void>> notified_;
};

}  // namespace threading
