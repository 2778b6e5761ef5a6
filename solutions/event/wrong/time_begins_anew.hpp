// verdict: wrong // judge: explore
// Each wake-up for no reason starts the whole time again.
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
    changed_.notify_all();
  }

  void clear() {
    const std::lock_guard guard(mutex_);
    is_set_ = false;
  }

  bool wait(Timeout timeout = {}) {
    std::unique_lock guard(mutex_);
    const auto is_freed = [this, before = sets_] { return is_set_ || sets_ != before; };
    while (!is_freed()) {
      if (!timeout) {
        changed_.wait(guard);
      } else if (changed_.wait_until(guard, *Deadline(timeout).moment()) ==
                 std::cv_status::timeout) {
        return is_freed();
      }
    }
    return true;
  }

 private:
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::uint64_t sets_ = 0;
  bool is_set_ = false;
};

}  // namespace threading
