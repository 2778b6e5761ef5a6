#pragma once

#include <atomic>

namespace threading {

// Part two: a second gate has been built. Tell the program, and save.
inline constexpr int kGates = 1;

// How many people are in the park. `./lockstep readme warmup` leads through the three parts;
// tests/public.cpp has them as code.
class Counter {
 public:
  // Somebody comes in, at any of the gates. Part one: this is right. Part three: is it?
  void enter() {
    const int seen = count_.load();
    count_.store(seen + 1);
  }

  // How many have come in.
  [[nodiscard]] int count() const { return count_.load(); }

 private:
  std::atomic<int> count_ = 0;
};

}  // namespace threading
