// A queue with one place knows already how to wait, how to end and how to stop.
#pragma once

#include <functional>

#include "queue/queue.hpp"
#include "threading/errors.hpp"

namespace threading {

class QueueOfOne {
 public:
  void find(int limit, const std::function<bool(int)>& is_prime) {
    try {
      for (int number = 2; number <= limit; ++number) {
        if (is_prime(number)) primes_.put(number);
      }
    } catch (const ShutDown&) {
      return;
    }
    primes_.shutdown();
  }

  void print(const std::function<void(int)>& show) {
    for (;;) {
      int prime = 0;
      try {
        prime = primes_.get();
      } catch (const ShutDown&) {
        return;
      }
      show(prime);
    }
  }

  void stop() { primes_.shutdown(true); }

 private:
  Queue<int> primes_{1};
};

using ConditionPrimes = QueueOfOne;
using SemaphorePrimes = QueueOfOne;
using EventPrimes = QueueOfOne;

}  // namespace threading
