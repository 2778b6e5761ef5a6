#pragma once

#include <atomic>
#include <functional>

#include "semaphore/semaphore.hpp"

namespace threading {

// The same program, with the naps replaced by a semaphore: a first attempt by somebody who had
// heard that one signals with it. To do: how many things do these two threads wait for?
class SemaphorePrimes {
 public:
  // The finder's thread: asks for 2, 3, … `limit`, and hands each prime to the printer.
  void find(int limit, const std::function<bool(int)>& is_prime) {
    for (int number = 2; number <= limit && !stopped_; ++number) {
      if (!is_prime(number)) continue;
      prime_ = number;
      turn_.release();  // "here is one"
      turn_.acquire();  // until it is printed
    }
    stop();
  }

  // The printer's thread: shows each prime, until the search is over.
  void print(const std::function<void(int)>& show) {
    while (!stopped_) {
      turn_.acquire();
      show(prime_);
      turn_.release();  // "it is printed"
    }
  }

  // Any thread: both shall end.
  void stop() {
    stopped_ = true;
    turn_.release();
  }

 private:
  Semaphore turn_{0};
  int prime_ = 0;
  std::atomic<bool> stopped_ = false;
};

}  // namespace threading
