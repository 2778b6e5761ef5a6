// One atomic word holds the prime, or says that there is none, or that it is over.
#pragma once

#include <atomic>
#include <functional>

namespace threading {

class OneAtomicWord {
 public:
  void find(int limit, const std::function<bool(int)>& is_prime) {
    for (int number = 2; number <= limit; ++number) {
      if (is_prime(number) && !hand_over(number)) return;
    }
    hand_over(kEnd);
  }

  void print(const std::function<void(int)>& show) {
    for (;;) {
      word_.wait(kNone);
      int prime = word_.load();
      if (prime == kEnd || prime == kStopped) return;
      if (!word_.compare_exchange_strong(prime, kNone)) return;
      word_.notify_all();
      show(prime);
    }
  }

  void stop() {
    word_ = kStopped;
    word_.notify_all();
  }

 private:
  static constexpr int kNone = 0;
  static constexpr int kEnd = -1;
  static constexpr int kStopped = -2;

  // False: it was stopped.
  bool hand_over(int prime) {
    for (;;) {
      int word = kNone;
      if (word_.compare_exchange_strong(word, prime)) break;
      if (word == kStopped) return false;
      word_.wait(word);
    }
    word_.notify_all();
    return true;
  }

  std::atomic<int> word_ = kNone;
};

using ConditionPrimes = OneAtomicWord;
using SemaphorePrimes = OneAtomicWord;
using EventPrimes = OneAtomicWord;

}  // namespace threading
