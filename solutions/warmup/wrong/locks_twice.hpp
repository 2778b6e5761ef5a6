// verdict: deadlock
// Takes a mutex that it holds already, and so waits for itself.
#pragma once

#include <mutex>

namespace threading {

inline constexpr int kGates = 2;

class Counter {
 public:
  void enter() {
    const std::lock_guard guard(mutex_);
    const std::lock_guard to_be_sure(mutex_);
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
