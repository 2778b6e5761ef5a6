// verdict: deadlock // judge: explore
// Waits for the signal without looking whether it has come already: a condition remembers nothing.
#pragma once

#include <functional>
#include <mutex>

#include "condition/condition.hpp"
#include "primes/by_event.hpp"
#include "primes/by_semaphore.hpp"

namespace threading {

class ConditionPrimes {
 public:
  void find(int limit, const std::function<bool(int)>& is_prime) {
    for (int number = 2; number <= limit; ++number) {
      if (!is_prime(number)) continue;
      const std::lock_guard guard(changed_);
      if (stopped_) return;
      prime_ = number;
      changed_.notify_all();
      changed_.wait();
    }
    stop();
  }

  void print(const std::function<void(int)>& show) {
    for (;;) {
      int prime = 0;
      {
        const std::lock_guard guard(changed_);
        if (stopped_) return;
        changed_.wait();
        if (stopped_) return;
        prime = prime_;
        changed_.notify_all();
      }
      show(prime);
    }
  }

  void stop() {
    const std::lock_guard guard(changed_);
    stopped_ = true;
    changed_.notify_all();
  }

 private:
  Condition<> changed_;
  int prime_ = 0;
  bool stopped_ = false;
};

}  // namespace threading
