// verdict: misuse // judge: explore
// Gives back a mutex that it has not taken.
#pragma once

#include <mutex>

namespace threading {

inline constexpr int kGates = 2;

class Counter {
 public:
  void enter() {
    mutex_.unlock();
    const std::lock_guard guard(mutex_);
    ++count_;
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
