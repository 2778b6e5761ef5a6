#pragma once

#include <atomic>
#include <functional>
#include <optional>

#include "semaphore/semaphore.hpp"

namespace threading {

// Finds primes in one thread and prints them in another. Two semaphores count what each waits for:
// the finder for room, the printer for a prime. find and print are called once each, by a thread
// each; stop by any thread at any time.
//
// Memory ordering: what the finder wrote before it released `found_` is seen by the printer that
// acquired it; the same holds the other way for `room_`. stop() raises the flag before it releases
// either, so who gets a permit that stands for no prime and no room sees the flag.
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
    room_.release();
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
