// Numbered tickets and one std::condition_variable for all: a notification calls numbers, lowest
// first, everybody wakes up to look, and whose number was not called goes back to sleep.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <set>
#include <type_traits>

#include "lock/lock.hpp"
#include "rlock/rlock.hpp"
#include "threading/errors.hpp"
#include "threading/lockable.hpp"
#include "threading/time.hpp"

namespace threading {

namespace detail {

// A lock that is given up for as long as this lives.
template <class L>
struct Parked;

template <>
struct Parked<Lock> {
  explicit Parked(Lock& held) : lock(held) { lock.release(); }
  ~Parked() { lock.acquire(); }
  Lock& lock;
};

template <>
struct Parked<RLock> {
  explicit Parked(RLock& held) : lock(held), depth(lock.release_save()) {}
  ~Parked() { lock.acquire_restore(depth); }
  RLock& lock;
  std::size_t depth;
};

}  // namespace detail

template <class L = RLock>
class Condition : public Lockable<Condition<L>> {
 public:
  Condition() : own_(std::make_unique<L>()), lock_(own_.get()) {}
  explicit Condition(L& lock) : lock_(&lock) {}

  bool acquire(bool blocking = true, Timeout timeout = {}) {
    return lock_->acquire(blocking, timeout);
  }
  void release() { lock_->release(); }

  bool wait(Timeout timeout = {}) {
    check_held();
    const Deadline deadline(timeout);
    const std::uint64_t ticket = next_ticket_++;
    {
      const std::lock_guard guard(hall_);
      waiting_.insert(ticket);
    }
    const detail::Parked<L> parked(*lock_);  // ends after the guard below
    std::unique_lock guard(hall_);
    const auto called = [&] { return !waiting_.contains(ticket); };
    if (!deadline.moment())
      calls_.wait(guard, called);
    else
      calls_.wait_until(guard, *deadline.moment(), called);
    return waiting_.erase(ticket) == 0;
  }

  template <class P>
  bool wait_for(P predicate, Timeout timeout = {}) {
    const Deadline deadline(timeout);
    while (!predicate()) {
      const Timeout left = deadline.left();
      if (left && *left == Duration::zero()) return false;
      if (!wait(left)) return predicate();
    }
    return true;
  }

  void notify(std::size_t n = 1) {
    check_held();
    const std::lock_guard guard(hall_);
    for (; n > 0 && !waiting_.empty(); --n)
      waiting_.erase(waiting_.begin());
    calls_.notify_all();
  }

  void notify_all() { notify(SIZE_MAX); }

 private:
  void check_held() const {
    if constexpr (std::is_same_v<L, RLock>) {
      if (!lock_->is_owned()) throw RuntimeError("the caller does not own the lock");
    } else {
      if (!lock_->locked()) throw RuntimeError("the lock is not held");
    }
  }

  std::unique_ptr<L> own_;
  L* lock_;
  std::uint64_t next_ticket_ = 0;  // guarded by *lock_
  std::mutex hall_;                // guards waiting_
  std::condition_variable calls_;
  std::set<std::uint64_t> waiting_;
};

}  // namespace threading
