// verdict: crash
// Writes to where nothing is.
#pragma once

#include <atomic>

namespace threading {

inline constexpr int kGates = 2;

class Counter {
 public:
  void enter() { *last_ = count_.fetch_add(1); }

  [[nodiscard]] int count() const { return count_.load(); }

 private:
  std::atomic<int> count_ = 0;
  int* last_ = nullptr;
};

}  // namespace threading
