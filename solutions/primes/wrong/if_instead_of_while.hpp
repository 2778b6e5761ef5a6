// verdict: wrong
// Looks once before it waits, and believes whoever wakes it: at the end it is woken for nothing,
// and shows the last prime again.
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
      if (found_ && !stopped_) changed_.wait();
      if (stopped_) return;
      prime_ = number;
      found_ = true;
      changed_.notify_all();
    }
    const std::lock_guard guard(changed_);
    finished_ = true;
    changed_.notify_all();
  }

  void print(const std::function<void(int)>& show) {
    while (!is_over()) {
      int prime = 0;
      {
        const std::lock_guard guard(changed_);
        if (!found_ && !finished_ && !stopped_) changed_.wait();
        prime = prime_;
        found_ = false;
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
  bool is_over() {
    const std::lock_guard guard(changed_);
    return stopped_ || (finished_ && !found_);
  }

  Condition<> changed_;
  int prime_ = 0;
  bool found_ = false;
  bool finished_ = false;
  bool stopped_ = false;
};

}  // namespace threading
