#pragma once

#include <functional>

#include "event/event.hpp"

namespace threading {

// The same program, with an Event in place of each flag, as if that were all. To do: when has
// each of them to be cleared, and who does it?
class EventPrimes {
 public:
  // The finder's thread: asks for 2, 3, … `limit`, and hands each prime to the printer.
  void find(int limit, const std::function<bool(int)>& is_prime) {
    for (int number = 2; number <= limit && !stopped_.is_set(); ++number) {
      if (!is_prime(number)) continue;
      prime_ = number;
      found_.set();
      printed_.wait();
    }
    stop();
  }

  // The printer's thread: shows each prime, until the search is over.
  void print(const std::function<void(int)>& show) {
    while (!stopped_.is_set()) {
      found_.wait();
      show(prime_);
      printed_.set();
    }
  }

  // Any thread: both shall end.
  void stop() { stopped_.set(); }

 private:
  Event found_;
  Event printed_;
  Event stopped_;
  int prime_ = 0;
};

}  // namespace threading
