// Every waiting thread has a condition variable of its own, and a release hands its permits to
// those who came last: the specification promises no order.
#pragma once

#include <algorithm>
#include <condition_variable>
#include <cstddef>
#include <limits>
#include <mutex>
#include <vector>

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
    if (value_ > 0) {
      --value_;
      return true;
    }
    if (!blocking) return false;
    Waiter self;
    waiters_.push_back(&self);
    const auto has_permit = [&self] { return self.has_permit; };
    if (!timeout)
      self.handed.wait(guard, has_permit);
    else if (!self.handed.wait_until(guard, *deadline.moment(), has_permit))
      waiters_.erase(std::find(waiters_.begin(), waiters_.end(), &self));
    return self.has_permit;
  }

  void release(std::ptrdiff_t n = 1) {
    if (n < 1) throw ValueError("release of less than one permit");
    const std::lock_guard guard(mutex_);
    if (n > limit_ - value_) throw ValueError("semaphore released too many times");
    for (; n > 0 && !waiters_.empty(); --n) {
      waiters_.back()->has_permit = true;
      waiters_.back()->handed.notify_one();
      waiters_.pop_back();
    }
    value_ += n;
  }

 protected:
  Semaphore(std::ptrdiff_t value, std::ptrdiff_t limit) : limit_(limit), value_(value) {
    if (value < 0) throw ValueError("the initial value must not be negative");
  }

 private:
  struct Waiter {
    bool has_permit = false;
    std::condition_variable handed;
  };

  const std::ptrdiff_t limit_;
  std::mutex mutex_;
  std::ptrdiff_t value_;
  std::vector<Waiter*> waiters_;
};

class BoundedSemaphore : public Semaphore {
 public:
  explicit BoundedSemaphore(std::ptrdiff_t value = 1) : Semaphore(value, value) {}
};

}  // namespace threading
