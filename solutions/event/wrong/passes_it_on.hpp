// verdict: deadlock // judge: explore
// A set wakes one, and each wakes the next; but one who came after the clear goes back to sleep,
// and wakes nobody.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>

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
    ++sets_;
    changed_.notify_one();
  }

  void clear() {
    const std::lock_guard guard(mutex_);
    is_set_ = false;
  }

  bool wait(Timeout timeout = {}) {
    const Deadline deadline(timeout);
    std::unique_lock guard(mutex_);
    const auto is_freed = [this, before = sets_] { return is_set_ || sets_ != before; };
    bool in_time = true;
    if (timeout)
      in_time = changed_.wait_until(guard, *deadline.moment(), is_freed);
    else
      changed_.wait(guard, is_freed);
    changed_.notify_one();
    return in_time;
  }

 private:
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::uint64_t sets_ = 0;
  bool is_set_ = false;
};

}  // namespace threading
