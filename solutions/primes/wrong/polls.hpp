// verdict: livelock // judge: explore
// No flag is misread any more, but each of the two still looks every millisecond.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <thread>

#include "primes/by_event.hpp"
#include "primes/by_semaphore.hpp"

namespace threading {

class ConditionPrimes {
 public:
  void find(int limit, const std::function<bool(int)>& is_prime) {
    for (int number = 2; number <= limit && !stopped_; ++number) {
      if (!is_prime(number)) continue;
      prime_ = number;
      while (prime_ != kNone && !stopped_)
        std::this_thread::sleep_for(kNap);
    }
    finished_ = true;
  }

  void print(const std::function<void(int)>& show) {
    while (!stopped_) {
      const bool finished = finished_;
      const int prime = prime_.exchange(kNone);
      if (prime != kNone)
        show(prime);
      else if (finished)
        return;
      else
        std::this_thread::sleep_for(kNap);
    }
  }

  void stop() { stopped_ = true; }

 private:
  static constexpr std::chrono::milliseconds kNap{1};
  static constexpr int kNone = 0;

  std::atomic<int> prime_ = kNone;
  std::atomic<bool> finished_ = false;
  std::atomic<bool> stopped_ = false;
};

}  // namespace threading
