// The finder waits until its prime has been shown, not only taken: whoever likes it slow may.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>

namespace threading {

class HandInHand {
 public:
  void find(int limit, const std::function<bool(int)>& is_prime) {
    for (int number = 2; number <= limit; ++number) {
      if (!is_prime(number)) continue;
      std::unique_lock guard(mutex_);
      prime_ = number;
      changed_.notify_all();
      changed_.wait(guard, [this] { return prime_ == kNone || stopped_; });
      if (stopped_) return;
    }
    stop();
  }

  void print(const std::function<void(int)>& show) {
    std::unique_lock guard(mutex_);
    for (;;) {
      changed_.wait(guard, [this] { return prime_ != kNone || stopped_; });
      if (stopped_) return;
      const int prime = prime_;
      guard.unlock();
      show(prime);
      guard.lock();
      prime_ = kNone;
      changed_.notify_all();
    }
  }

  void stop() {
    const std::lock_guard guard(mutex_);
    stopped_ = true;
    changed_.notify_all();
  }

 private:
  static constexpr int kNone = 0;

  std::mutex mutex_;
  std::condition_variable changed_;
  int prime_ = kNone;
  bool stopped_ = false;
};

using ConditionPrimes = HandInHand;
using SemaphorePrimes = HandInHand;
using EventPrimes = HandInHand;

}  // namespace threading
