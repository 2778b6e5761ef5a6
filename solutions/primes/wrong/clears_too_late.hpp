// verdict: deadlock // judge: explore
// Says that the prime is taken, and clears its own event only then: it may wipe out the next one.
#pragma once

#include <functional>
#include <optional>

#include "event/event.hpp"
#include "primes/by_condition.hpp"
#include "primes/by_semaphore.hpp"

namespace threading {

class EventPrimes {
 public:
  EventPrimes() { taken_.set(); }

  void find(int limit, const std::function<bool(int)>& is_prime) {
    for (int number = 2; number <= limit; ++number) {
      if (is_prime(number) && !hand_over(number)) return;
    }
    hand_over(std::nullopt);
  }

  void print(const std::function<void(int)>& show) {
    while (const std::optional<int> prime = take())
      show(*prime);
  }

  void stop() {
    stopped_.set();
    taken_.set();
    found_.set();
  }

 private:
  // Nothing stands for the end of the search. False: it was stopped.
  bool hand_over(std::optional<int> prime) {
    taken_.wait();
    taken_.clear();
    if (stopped_.is_set()) return false;
    prime_ = prime;
    found_.set();
    return true;
  }

  std::optional<int> take() {
    found_.wait();
    if (stopped_.is_set()) return std::nullopt;
    const std::optional<int> prime = prime_;
    taken_.set();
    found_.clear();
    return prime;
  }

  Event found_;    // there is a prime for the printer
  Event taken_;    // the printer has taken it: there is room
  Event stopped_;  // it is over, whatever the other two say
  std::optional<int> prime_;
};

}  // namespace threading
