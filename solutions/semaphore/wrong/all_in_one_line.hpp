// verdict: wrong
// First come, first served: one waits for a permit, the others wait for him. So do those who may
// not wait, or not that long.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <limits>
#include <mutex>

#include "threading/errors.hpp"
#include "threading/lockable.hpp"
#include "threading/time.hpp"

namespace threading {

class Permits {
 public:
  explicit Permits(std::ptrdiff_t value) : value_(value) {
    if (value < 0) throw ValueError("a semaphore's value must not be negative");
  }

  bool take(bool blocking, Timeout timeout) {
    if (!blocking && timeout) throw ValueError("a call that does not block takes no timeout");
    const Deadline deadline(timeout);
    const std::lock_guard turn(line_);
    std::unique_lock guard(mutex_);
    const auto is_there = [this] { return value_ > 0; };
    if (!is_there() && !blocking) return false;
    if (!timeout)
      given_.wait(guard, is_there);
    else if (!given_.wait_until(guard, *deadline.moment(), is_there))
      return false;
    --value_;
    return true;
  }

  void give(std::ptrdiff_t n, std::ptrdiff_t most) {
    if (n < 1) throw ValueError("a release gives at least one permit");
    const std::lock_guard guard(mutex_);
    if (n > most - value_) throw ValueError("a release above the initial value");
    value_ += n;
    if (n == 1)
      given_.notify_one();
    else
      given_.notify_all();
  }

 private:
  std::mutex line_;
  std::mutex mutex_;
  std::condition_variable given_;
  std::ptrdiff_t value_;
};

class Semaphore : public Lockable<Semaphore> {
 public:
  explicit Semaphore(std::ptrdiff_t value = 1) : permits_(value) {}
  bool acquire(bool blocking = true, Timeout timeout = {}) {
    return permits_.take(blocking, timeout);
  }
  void release(std::ptrdiff_t n = 1) {
    permits_.give(n, std::numeric_limits<std::ptrdiff_t>::max());
  }

 private:
  Permits permits_;
};

class BoundedSemaphore : public Lockable<BoundedSemaphore> {
 public:
  explicit BoundedSemaphore(std::ptrdiff_t value = 1) : permits_(value), initial_(value) {}
  bool acquire(bool blocking = true, Timeout timeout = {}) {
    return permits_.take(blocking, timeout);
  }
  void release(std::ptrdiff_t n = 1) { permits_.give(n, initial_); }

 private:
  Permits permits_;
  std::ptrdiff_t initial_;
};

}  // namespace threading
