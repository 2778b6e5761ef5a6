#pragma once

#include <functional>
#include <mutex>
#include <optional>
#include <utility>

#include "condition/condition.hpp"

namespace threading {

// Finds primes in one thread and prints them in another. There is one place between the two; the
// finder waits until it is empty, the printer until it is not, and both until it is over. find and
// print are called once each, by a thread each; stop by any thread at any time. It calls neither
// `is_prime` nor `show` with the lock held.
//
// Memory ordering: the condition's lock's.
class ConditionPrimes {
 public:
  void find(int limit, const std::function<bool(int)>& is_prime) {
    for (int number = 2; number <= limit; ++number) {
      if (is_prime(number) && !hand_over(number)) return;
    }
    const std::lock_guard guard(changed_);
    finished_ = true;
    changed_.notify_all();
  }

  void print(const std::function<void(int)>& show) {
    while (const std::optional<int> prime = take())
      show(*prime);
  }

  void stop() {
    const std::lock_guard guard(changed_);
    stopped_ = true;
    changed_.notify_all();
  }

 private:
  // False: it was stopped.
  bool hand_over(int prime) {
    const std::lock_guard guard(changed_);
    changed_.wait_for([this] { return !prime_ || stopped_; });
    if (stopped_) return false;
    prime_ = prime;
    changed_.notify_all();
    return true;
  }

  // Nothing: there will be no more. A search that is over may have left its last prime.
  std::optional<int> take() {
    const std::lock_guard guard(changed_);
    changed_.wait_for([this] { return prime_ || finished_ || stopped_; });
    if (stopped_) return std::nullopt;
    changed_.notify_all();
    return std::exchange(prime_, std::nullopt);
  }

  Condition<> changed_;  // its lock guards what follows
  std::optional<int> prime_;
  bool finished_ = false;
  bool stopped_ = false;
};

}  // namespace threading
