// verdict: wrong // judge: explore
// Counts only who finds the other gate quiet.
#pragma once

#include <mutex>

namespace threading {

inline constexpr int kGates = 2;

class Counter {
 public:
  void enter() {
    const std::unique_lock guard(mutex_, std::try_to_lock);
    if (guard.owns_lock()) ++count_;
  }

  [[nodiscard]] int count() const {
    const std::lock_guard guard(mutex_);
    return count_;
  }

 private:
  mutable std::mutex mutex_;
  int count_ = 0;
};

}  // namespace threading
