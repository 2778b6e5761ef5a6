// Refuses a negative timeout, as Lock does: the specification can be read so.
#pragma once

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
    if (timeout && *timeout < Duration::zero()) throw ValueError("timeout must not be negative");
    const Deadline deadline(timeout);
    std::unique_lock guard(mutex_);
    const auto is_free = [this] { return value_ > 0; };
    if (!blocking) {
      if (!is_free()) return false;
    } else if (!timeout) {
      freed_.wait(guard, is_free);
    } else if (!freed_.wait_until(guard, *deadline.moment(), is_free)) {
      return false;
    }
    --value_;
    return true;
  }

  void release(std::ptrdiff_t n = 1) {
    if (n < 1) throw ValueError("release of less than one permit");
    const std::lock_guard guard(mutex_);
    if (n > limit_ - value_) throw ValueError("semaphore released too many times");
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
  std::ptrdiff_t value_;
};

class BoundedSemaphore : public Semaphore {
 public:
  explicit BoundedSemaphore(std::ptrdiff_t value = 1) : Semaphore(value, value) {}
};

}  // namespace threading
