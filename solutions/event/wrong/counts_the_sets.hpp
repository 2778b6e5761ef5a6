// verdict: wrong
// Counts sets and clears against one another, like permits: what was set twice has to be cleared
// twice.
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
    return sets_ > 0;
  }

  void set() {
    const std::lock_guard guard(mutex_);
    ++sets_;
    ++raised_;
    changed_.notify_all();
  }

  void clear() {
    const std::lock_guard guard(mutex_);
    --sets_;
  }

  bool wait(Timeout timeout = {}) {
    const Deadline deadline(timeout);
    std::unique_lock guard(mutex_);
    const auto is_freed = [this, before = raised_] { return sets_ > 0 || raised_ != before; };
    if (timeout) return changed_.wait_until(guard, *deadline.moment(), is_freed);
    changed_.wait(guard, is_freed);
    return true;
  }

 private:
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  int sets_ = 0;
  std::uint64_t raised_ = 0;
};

}  // namespace threading
