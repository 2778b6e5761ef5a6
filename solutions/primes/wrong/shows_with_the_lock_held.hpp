// verdict: deadlock
// Calls `show` with the lock held: where that calls `stop`, the thread waits for itself.
#pragma once

#include <functional>
#include <mutex>
#include <optional>

#include "condition/condition.hpp"
#include "lock/lock.hpp"
#include "primes/by_event.hpp"
#include "primes/by_semaphore.hpp"

namespace threading {

class ConditionPrimes {
 public:
  void find(int limit, const std::function<bool(int)>& is_prime) {
    for (int number = 2; number <= limit; ++number) {
      if (is_prime(number) && !hand_over(number)) return;
    }
    const std::lock_guard guard(lock_);
    finished_ = true;
    changed_.notify_all();
  }

  void print(const std::function<void(int)>& show) {
    for (;;) {
      const std::lock_guard guard(lock_);
      changed_.wait_for([this] { return prime_ || finished_ || stopped_; });
      if (stopped_ || !prime_) return;
      show(*prime_);
      prime_.reset();
      changed_.notify_all();
    }
  }

  void stop() {
    const std::lock_guard guard(lock_);
    stopped_ = true;
    changed_.notify_all();
  }

 private:
  // False: it was stopped.
  bool hand_over(int prime) {
    const std::lock_guard guard(lock_);
    changed_.wait_for([this] { return !prime_ || stopped_; });
    if (stopped_) return false;
    prime_ = prime;
    changed_.notify_all();
    return true;
  }

  Lock lock_;  // guards what follows
  Condition<Lock> changed_{lock_};
  std::optional<int> prime_;
  bool finished_ = false;
  bool stopped_ = false;
};

}  // namespace threading
