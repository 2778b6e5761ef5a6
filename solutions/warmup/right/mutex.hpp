// A mutex round both steps.
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

  [[nodiscard]] int count() const {
    const std::lock_guard guard(mutex_);
    return count_;
  }

 private:
  mutable std::mutex mutex_;
  int count_ = 0;
};

}  // namespace threading
