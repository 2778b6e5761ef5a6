// A vector of waiters that marks instead of removing, a short spin before the sleep, and one
// futex word for all of them: everybody who sleeps wakes up to see whether it was meant.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <thread>
#include <type_traits>
#include <vector>

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
  Condition() : lock_(own_.emplace()) {}
  explicit Condition(L& lock) : lock_(lock) {}

  bool acquire(bool blocking = true, Timeout timeout = {}) {
    return lock_.acquire(blocking, timeout);
  }
  void release() { lock_.release(); }

  bool wait(Timeout timeout = {}) {
    check(timeout);
    check_held();
    const Deadline deadline(timeout);
    std::atomic<bool> notified = false;
    waiters_.push_back(&notified);
    const std::size_t depth = depth_given_up();
    sleep(notified, deadline);
    if constexpr (kReentrant)
      lock_.acquire_restore(depth);
    else
      lock_.acquire();
    if (!notified) std::erase(waiters_, &notified);
    return notified;
  }

  template <class P>
  bool wait_for(P predicate, Timeout timeout = {}) {
    check(timeout);
    const Deadline deadline(timeout);
    bool result = predicate();
    while (!result && !deadline.passed()) {
      wait(deadline.left());
      result = predicate();
    }
    return result;
  }

  void notify(std::size_t n = 1) {
    check_held();
    const std::size_t count = std::min(n, waiters_.size());
    if (count == 0) return;
    const auto end = waiters_.begin() + static_cast<std::ptrdiff_t>(count);
    for (auto waiter = waiters_.begin(); waiter != end; ++waiter)
      (*waiter)->store(true);
    waiters_.erase(waiters_.begin(), end);
    calls_.fetch_add(1);
    futex_wake(calls_, kEveryone);
  }

  void notify_all() { notify(static_cast<std::size_t>(-1)); }

 private:
  static constexpr bool kReentrant = std::is_same_v<L, RLock>;
  static constexpr int kSpins = 20;

  static void check(Timeout timeout) {}

  void check_held() const {
    const bool held = [this] {
      if constexpr (kReentrant)
        return lock_.is_owned();
      else
        return lock_.locked();
    }();
    if (!held) throw RuntimeError("the lock is not held");
  }

  std::size_t depth_given_up() {
    if constexpr (kReentrant) return lock_.release_save();
    lock_.release();
    return 1;
  }

  void sleep(const std::atomic<bool>& notified, const Deadline& deadline) const {
    for (int i = 0; i < kSpins && !notified; ++i)
      std::this_thread::yield();
    for (;;) {
      const std::uint32_t seen = calls_.load();
      if (notified || !futex_wait(calls_, seen, deadline.left())) return;
    }
  }

  std::optional<L> own_;
  L& lock_;
  std::vector<std::atomic<bool>*> waiters_;  // guarded by lock_
  std::atomic<std::uint32_t> calls_ = 0;
};

}  // namespace threading
