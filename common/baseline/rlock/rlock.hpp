#pragma once

#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <thread>
#include <utility>

#include "threading/errors.hpp"
#include "threading/lockable.hpp"
#include "threading/time.hpp"

namespace threading {

// The stand-in for the RLock of the rlock lab: the same contract over the standard library.
// Owner and depth under a mutex, for std::recursive_mutex tells neither. Any thread may call any
// function at any time; it owns nothing outside itself.
//
// Memory ordering: the mutex's; the owner's last release() happens before the next acquire().
class RLock : public Lockable<RLock> {
 public:
  bool acquire(bool blocking = true, Timeout timeout = {}) {
    if (!blocking && timeout) throw ValueError("a call that does not block takes no timeout");
    if (timeout && *timeout < Duration::zero()) throw ValueError("timeout must not be negative");
    std::unique_lock guard(mutex_);
    if (depth_ > 0 && !owned_here() && (!blocking || !wait(guard, timeout))) return false;
    owner_ = std::this_thread::get_id();
    ++depth_;
    return true;
  }

  void release() {
    const std::lock_guard guard(mutex_);
    require_owned();
    if (--depth_ == 0) free();
  }

  [[nodiscard]] bool locked() const {
    const std::lock_guard guard(mutex_);
    return depth_ > 0;
  }

  [[nodiscard]] bool is_owned() const {
    const std::lock_guard guard(mutex_);
    return owned_here();
  }

  [[nodiscard]] std::size_t recursion_count() const {
    const std::lock_guard guard(mutex_);
    return owned_here() ? depth_ : 0;
  }

  // Gives it up whatever its depth, and says how deep that was: for Condition.
  [[nodiscard]] std::size_t release_save() {
    const std::lock_guard guard(mutex_);
    require_owned();
    const std::size_t depth = std::exchange(depth_, 0);
    free();
    return depth;
  }

  void acquire_restore(std::size_t depth) {
    std::unique_lock guard(mutex_);
    wait(guard, std::nullopt);
    owner_ = std::this_thread::get_id();
    depth_ = depth;
  }

 private:
  [[nodiscard]] bool owned_here() const {
    return depth_ > 0 && owner_ == std::this_thread::get_id();
  }

  void require_owned() const {
    if (!owned_here()) throw RuntimeError("release of a lock that this thread does not own");
  }

  // Under the mutex: once that is free, the next owner may destroy the lock.
  void free() {
    owner_ = std::thread::id();
    freed_.notify_one();
  }

  bool wait(std::unique_lock<std::mutex>& guard, Timeout timeout) {
    const auto is_free = [this] { return depth_ == 0; };
    const Deadline deadline(timeout);
    if (deadline.moment()) return freed_.wait_until(guard, *deadline.moment(), is_free);
    freed_.wait(guard, is_free);
    return true;
  }

  mutable std::mutex mutex_;
  std::condition_variable freed_;
  std::thread::id owner_;
  std::size_t depth_ = 0;
};

}  // namespace threading
