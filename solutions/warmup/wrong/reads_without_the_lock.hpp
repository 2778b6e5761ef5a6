// verdict: race
// Counts with the mutex held, and reads the count without it.
#pragma once

#include <mutex>

namespace threading {

inline constexpr int kGates = 2;

class Counter {
 public:
  void enter() {
    const std::lock_guard guard(mutex_);
    ++count_;
  }

  [[nodiscard]] int count() const { return count_; }

 private:
  mutable std::mutex mutex_;
  int count_ = 0;
};

}  // namespace threading
