#pragma once

#include <functional>
#include <optional>

#include "event/event.hpp"

namespace threading {

// Finds primes in one thread and prints them in another. Each of the two waits for an event of its
// own, and takes it down at once: then it is up again only if somebody means the next time. find
// and print are called once each, by a thread each; stop by any thread at any time.
//
// Memory ordering: what precedes a set() is seen after the wait() that it freed. stop() raises its
// flag before the other two, and each thread looks at that flag after it has cleared its own
// event: so where the clear has wiped out a set() of stop's, the flag is seen.
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
    found_.clear();
    if (stopped_.is_set()) return std::nullopt;
    const std::optional<int> prime = prime_;
    taken_.set();
    return prime;
  }

  Event found_;    // there is a prime for the printer
  Event taken_;    // the printer has taken it: there is room
  Event stopped_;  // it is over, whatever the other two say
  std::optional<int> prime_;
};

}  // namespace threading
