// verdict: wrong
// All counters share one count.
#pragma once

#include <atomic>

namespace threading {

inline constexpr int kGates = 2;

class Counter {
 public:
  void enter() { count_.fetch_add(1); }

  [[nodiscard]] int count() const { return count_.load(); }

 private:
  static inline std::atomic<int> count_ = 0;
};

}  // namespace threading
