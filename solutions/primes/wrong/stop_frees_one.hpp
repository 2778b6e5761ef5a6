// verdict: deadlock
// A stop frees the printer, and leaves the finder waiting for room.
#pragma once

#include <atomic>
#include <functional>
#include <optional>

#include "primes/by_condition.hpp"
#include "primes/by_event.hpp"
#include "semaphore/semaphore.hpp"

namespace threading {

class SemaphorePrimes {
 public:
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
    stopped_ = true;
    found_.release();
  }

 private:
  // Nothing stands for the end of the search. False: it was stopped.
  bool hand_over(std::optional<int> prime) {
    room_.acquire();
    if (stopped_) return false;
    prime_ = prime;
    found_.release();
    return true;
  }

  std::optional<int> take() {
    found_.acquire();
    if (stopped_) return std::nullopt;
    const std::optional<int> prime = prime_;
    room_.release();
    return prime;
  }

  Semaphore room_{1};
  Semaphore found_{0};
  std::optional<int> prime_;
  std::atomic<bool> stopped_ = false;
};

}  // namespace threading
