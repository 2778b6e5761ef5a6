// Everything under a std::mutex: plain data, no atomics, and a condition variable to sleep on.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <optional>
#include <thread>

#include "threading/errors.hpp"
#include "threading/lockable.hpp"
#include "threading/time.hpp"

namespace threading {

class RLock : public Lockable<RLock> {
 public:
  bool acquire(bool blocking = true, Timeout timeout = {}) {
    if (!blocking && timeout) throw ValueError("a call that does not block takes no timeout");
    if (timeout && *timeout < Duration::zero()) throw ValueError("timeout must not be negative");
    std::unique_lock guard(mutex_);
    if (holder_ && holder_->thread == std::this_thread::get_id()) {
      ++holder_->depth;
      return true;
    }
    const auto end = Deadline(timeout).moment();
    while (holder_) {
      if (!blocking) return false;
      if (!end)
        changed_.wait(guard);
      else if (changed_.wait_until(guard, *end) == std::cv_status::timeout && holder_)
        return false;
    }
    holder_ = Holder{std::this_thread::get_id(), 1};
    return true;
  }

  void release() {
    const std::lock_guard guard(mutex_);
    require_owned();
    if (--holder_->depth == 0) free();
  }

  [[nodiscard]] bool locked() const {
    const std::lock_guard guard(mutex_);
    return holder_.has_value();
  }

  [[nodiscard]] bool is_owned() const { return recursion_count() > 0; }

  [[nodiscard]] std::size_t recursion_count() const {
    const std::lock_guard guard(mutex_);
    return holder_ && holder_->thread == std::this_thread::get_id() ? holder_->depth : 0;
  }

  [[nodiscard]] std::size_t release_save() {
    const std::lock_guard guard(mutex_);
    require_owned();
    const std::size_t depth = holder_->depth;
    free();
    return depth;
  }

  void acquire_restore(std::size_t depth) {
    std::unique_lock guard(mutex_);
    changed_.wait(guard, [this] { return !holder_; });
    holder_ = Holder{std::this_thread::get_id(), depth};
  }

 private:
  struct Holder {
    std::thread::id thread;
    std::size_t depth;
  };

  void require_owned() const {
    if (!holder_ || holder_->thread != std::this_thread::get_id())
      throw RuntimeError("release of a lock that this thread does not own");
  }

  void free() {
    holder_.reset();
    changed_.notify_all();
  }

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::optional<Holder> holder_;
};

}  // namespace threading
