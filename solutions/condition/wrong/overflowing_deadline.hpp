// verdict: wrong
// Adds the timeout to the present by hand: the largest timeouts are over before they begin.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <optional>

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
    const auto deadline = moment_after(timeout);
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
    bool holds = predicate();
    while (!holds && !deadline.passed()) {
      wait(deadline.left());
      holds = predicate();
    }
    return holds;
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

    void sleep(std::optional<Deadline::Clock::time_point> deadline) const {
      while (!notified()) {
        if (deadline && Deadline::Clock::now() >= *deadline) return;
        Timeout left;
        if (deadline) left = *deadline - Deadline::Clock::now();
        futex_wait(word, 0, left);
      }
    }

    void wake() {
      word.store(1);
      futex_wake(word, 1);
    }
  };

  static std::optional<Deadline::Clock::time_point> moment_after(Timeout timeout) {
    if (!timeout) return std::nullopt;
    const auto now = Deadline::Clock::now().time_since_epoch().count();
    const auto sum = static_cast<std::uint64_t>(now) + static_cast<std::uint64_t>(timeout->count());
    return Deadline::Clock::time_point(Duration(static_cast<std::int64_t>(sum)));
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
  std::list<Waiter*> line_;
};

}  // namespace threading
