// Refuses a negative timeout, as Lock does: the specification can be read so.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>

#include "threading/errors.hpp"
#include "threading/time.hpp"

namespace threading {

class Event {
 public:
  Event() = default;
  Event(const Event&) = delete;
  Event& operator=(const Event&) = delete;

  [[nodiscard]] bool is_set() const {
    const std::lock_guard guard(mutex_);
    return is_set_;
  }

  void set() {
    const std::lock_guard guard(mutex_);
    is_set_ = true;
    ++raised_;
    changed_.notify_all();
  }

  void clear() {
    const std::lock_guard guard(mutex_);
    is_set_ = false;
  }

  bool wait(Timeout timeout = {}) {
    if (timeout && *timeout < Duration::zero()) throw ValueError("timeout must not be negative");
    const Deadline deadline(timeout);
    std::unique_lock guard(mutex_);
    const auto is_freed = [this, before = raised_] { return is_set_ || raised_ != before; };
    if (timeout) return changed_.wait_until(guard, *deadline.moment(), is_freed);
    changed_.wait(guard, is_freed);
    return true;
  }

 private:
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  bool is_set_ = false;
  std::uint64_t raised_ = 0;
};

}  // namespace threading
