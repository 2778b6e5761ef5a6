// verdict: wrong
// Counts who comes before it knows whether there is a permit, and a timed caller that gives up does
// not take itself out of the count again.
#pragma once

#include <algorithm>
#include <condition_variable>
#include <cstddef>
#include <limits>
#include <mutex>

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
    if (!blocking && value_ <= 0) return false;
    if (--value_ >= 0) return true;
    const auto is_handed_one = [this] { return handed_ > 0; };
    if (!timeout)
      freed_.wait(guard, is_handed_one);
    else if (!freed_.wait_until(guard, *deadline.moment(), is_handed_one))
      return false;
    --handed_;
    return true;
  }

  void release(std::ptrdiff_t n = 1) {
    if (n < 1) throw ValueError("release of less than one permit");
    const std::lock_guard guard(mutex_);
    if (n > limit_ - std::max(value_, std::ptrdiff_t(0)))
      throw ValueError("semaphore released too many times");
    if (value_ < 0) handed_ += std::min(n, -value_);
    value_ += n;
    if (n == 1)
      freed_.notify_one();
    else
      freed_.notify_all();
  }

 protected:
  Semaphore(std::ptrdiff_t value, std::ptrdiff_t limit) : limit_(limit), value_(value) {
    if (value < 0) throw ValueError("the initial value must not be negative");
  }

 private:
  const std::ptrdiff_t limit_;
  std::mutex mutex_;
  std::condition_variable freed_;
  std::ptrdiff_t value_;       // below zero: so many wait
  std::ptrdiff_t handed_ = 0;  // for those who wait, not yet fetched
};

class BoundedSemaphore : public Semaphore {
 public:
  explicit BoundedSemaphore(std::ptrdiff_t value = 1) : Semaphore(value, value) {}
};

}  // namespace threading
