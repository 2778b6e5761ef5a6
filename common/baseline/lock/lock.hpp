#pragma once

#include <condition_variable>
#include <mutex>

#include "threading/errors.hpp"
#include "threading/lockable.hpp"
#include "threading/time.hpp"

namespace threading {

// The stand-in for the Lock of the lock lab: the same contract over the standard library. A flag
// under a mutex rather than the mutex alone, because any thread may release a Lock. Any thread
// may call any function at any time; it owns nothing outside itself.
//
// Memory ordering: the mutex's; release() happens before the acquire() that takes it next.
class Lock : public Lockable<Lock> {
 public:
  bool acquire(bool blocking = true, Timeout timeout = {}) {
    if (!blocking && timeout) throw ValueError("a call that does not block takes no timeout");
    if (timeout && *timeout < Duration::zero()) throw ValueError("timeout must not be negative");
    std::unique_lock guard(mutex_);
    if (held_ && (!blocking || !wait(guard, timeout))) return false;
    held_ = true;
    return true;
  }

  void release() {
    const std::lock_guard guard(mutex_);
    if (!held_) throw RuntimeError("release of an unlocked lock");
    held_ = false;
    // Under the mutex: once it is free, the next holder may destroy the lock.
    freed_.notify_one();
  }

  [[nodiscard]] bool locked() const {
    const std::lock_guard guard(mutex_);
    return held_;
  }

 private:
  bool wait(std::unique_lock<std::mutex>& guard, Timeout timeout) {
    const auto is_free = [this] { return !held_; };
    const Deadline deadline(timeout);
    if (deadline.moment()) return freed_.wait_until(guard, *deadline.moment(), is_free);
    freed_.wait(guard, is_free);
    return true;
  }

  mutable std::mutex mutex_;
  std::condition_variable freed_;
  bool held_ = false;
};

}  // namespace threading
