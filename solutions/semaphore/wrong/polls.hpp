// verdict: livelock // judge: explore
// Sleeps for a while and looks again, instead of being woken.
#pragma once

#include <algorithm>
#include <cstddef>
#include <limits>
#include <mutex>
#include <thread>

#include "threading/errors.hpp"
#include "threading/lockable.hpp"
#include "threading/time.hpp"

namespace threading {

class Semaphore : public Lockable<Semaphore> {
 public:
  explicit Semaphore(std::ptrdiff_t value = 1)
      : Semaphore(value, std::numeric_limits<std::ptrdiff_t>::max()) {}

  bool acquire(bool blocking = true, Timeout timeout = {}) {
    if (!blocking && timeout) throw ValueError("a call that does not block takes no timeout");
    const Deadline deadline(timeout);
    std::unique_lock guard(mutex_);
    while (value_ == 0) {
      if (!blocking || deadline.passed()) return false;
      const Duration nap = std::chrono::milliseconds(1);
      guard.unlock();
      std::this_thread::sleep_for(std::min(nap, deadline.left().value_or(nap)));
      guard.lock();
    }
    --value_;
    return true;
  }

  void release(std::ptrdiff_t n = 1) {
    if (n < 1) throw ValueError("release of less than one permit");
    const std::lock_guard guard(mutex_);
    if (n > limit_ - value_) throw ValueError("semaphore released too many times");
    value_ += n;
  }

 protected:
  Semaphore(std::ptrdiff_t value, std::ptrdiff_t limit) : limit_(limit), value_(value) {
    if (value < 0) throw ValueError("the initial value must not be negative");
  }

 private:
  const std::ptrdiff_t limit_;
  std::mutex mutex_;
  std::ptrdiff_t value_;
};

class BoundedSemaphore : public Semaphore {
 public:
  explicit BoundedSemaphore(std::ptrdiff_t value = 1) : Semaphore(value, value) {}
};

}  // namespace threading
