// verdict: memory // judge: explore
// Takes memory for each visitor, and gives none of it back.
#pragma once

#include <atomic>

namespace threading {

inline constexpr int kGates = 2;

class Counter {
 public:
  void enter() { last_ = new int(count_.fetch_add(1)); }

  [[nodiscard]] int count() const { return count_.load(); }

 private:
  std::atomic<int> count_ = 0;
  std::atomic<int*> last_ = nullptr;
};

}  // namespace threading
