// verdict: wrong // judge: explore
// Reads in one step and writes in another: who comes in between is not counted.
#pragma once

#include <atomic>

namespace threading {

inline constexpr int kGates = 2;

class Counter {
 public:
  void enter() {
    const int seen = count_.load();
    count_.store(seen + 1);
  }

  [[nodiscard]] int count() const { return count_.load(); }

 private:
  std::atomic<int> count_ = 0;
};

}  // namespace threading
