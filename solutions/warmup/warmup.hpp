#pragma once

#include <atomic>

namespace threading {

inline constexpr int kGates = 2;

// How many people have come into the park. Any thread may call any function at any time; it owns
// nothing outside itself. Nothing throws.
//
// Memory ordering: seq_cst throughout. The count guards nothing, so relaxed would be right, too.
class Counter {
 public:
  // Reading, adding and writing are one step: no other thread comes in between.
  void enter() { count_.fetch_add(1); }

  [[nodiscard]] int count() const { return count_.load(); }

 private:
  std::atomic<int> count_ = 0;
};

}  // namespace threading
