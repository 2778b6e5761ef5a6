// verdict: wrong // judge: explore
// Two locks make a semaphore: one guards the number, the other is free while the number is above
// zero. Who passes it takes it for a moment, and an attempt in that moment fails beside a permit.
#pragma once

#include <cstddef>
#include <limits>
#include <mutex>

#include "lock/lock.hpp"
#include "threading/errors.hpp"
#include "threading/lockable.hpp"
#include "threading/time.hpp"

namespace threading {

class Permits {
 public:
  explicit Permits(std::ptrdiff_t value) : value_(value) {
    if (value < 0) throw ValueError("a semaphore's value must not be negative");
    if (value == 0) gate_.acquire();
  }

  bool take(bool blocking, Timeout timeout) {
    if (!blocking && timeout) throw ValueError("a call that does not block takes no timeout");
    if (timeout && *timeout < Duration::zero()) timeout = Duration::zero();
    if (!gate_.acquire(blocking, timeout)) return false;
    const std::lock_guard guard(lock_);
    if (--value_ > 0) gate_.release();
    return true;
  }

  void give(std::ptrdiff_t n, std::ptrdiff_t most) {
    if (n < 1) throw ValueError("a release gives at least one permit");
    const std::lock_guard guard(lock_);
    if (n > most - value_) throw ValueError("a release above the initial value");
    if (value_ == 0) gate_.release();
    value_ += n;
  }

 private:
  Lock lock_;
  Lock gate_;
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
