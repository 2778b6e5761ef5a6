// verdict: wrong // judge: explore
// Takes a mutex to read, and once more to write: between the two it stands open.
#pragma once

#include <mutex>

namespace threading {

inline constexpr int kGates = 2;

class Counter {
 public:
  void enter() {
    const int seen = count();
    const std::lock_guard guard(mutex_);
    count_ = seen + 1;
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
