// verdict: race
// A plain int: two threads touch the same memory at once, and nothing puts one before the other.
#pragma once

namespace threading {

inline constexpr int kGates = 2;

class Counter {
 public:
  void enter() { ++count_; }

  [[nodiscard]] int count() const { return count_; }

 private:
  int count_ = 0;
};

}  // namespace threading
