#pragma once

#include <chrono>
#include <functional>
#include <thread>

#include "condition/condition.hpp"

namespace threading {

// One thread finds primes, another prints them. This is the program as it was found: each looks
// every millisecond whether the other is done. To do: let them wait on a Condition.
class ConditionPrimes {
 public:
  // The finder's thread: asks for 2, 3, … `limit`, and hands each prime to the printer.
  void find(int limit, const std::function<bool(int)>& is_prime) {
    for (int number = 2; number <= limit && !stopped_; ++number) {
      if (!is_prime(number)) continue;
      prime_ = number;
      found_ = true;
      while (found_ && !stopped_)
        std::this_thread::sleep_for(kNap);
    }
    finished_ = true;
  }

  // The printer's thread: shows each prime, until the search is over.
  void print(const std::function<void(int)>& show) {
    while (!finished_ && !stopped_) {
      if (found_) {
        show(prime_);
        found_ = false;
      }
      std::this_thread::sleep_for(kNap);
    }
  }

  // Any thread: both shall end.
  void stop() { stopped_ = true; }

 private:
  static constexpr std::chrono::milliseconds kNap{1};

  int prime_ = 0;
  bool found_ = false;
  bool finished_ = false;
  bool stopped_ = false;
};

}  // namespace threading
