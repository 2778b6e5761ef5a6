// verdict: wrong // judge: explore
// Writes only where nobody came in between, and does not try again where somebody did.
#pragma once

#include <atomic>

namespace threading {

inline constexpr int kGates = 2;

class Counter {
 public:
  void enter() {
    int seen = count_.load();
    count_.compare_exchange_strong(seen, seen + 1);
  }

  [[nodiscard]] int count() const { return count_.load(); }

 private:
  std::atomic<int> count_ = 0;
};

}  // namespace threading
