// Permits under a std::mutex, sleep in the futex: sleepers wait for the number of releases to
// change. The number changes before the mutex is let go, and after that only the word's address is
// used.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <mutex>

#include "threading/errors.hpp"
#include "threading/futex.hpp"
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
      const std::uint32_t seen = releases_.load();
      ++sleepers_;
      guard.unlock();
      futex_wait(releases_, seen, deadline.left());
      guard.lock();
      --sleepers_;
    }
    --value_;
    return true;
  }

  void release(std::ptrdiff_t n = 1) {
    if (n < 1) throw ValueError("release of less than one permit");
    std::unique_lock guard(mutex_);
    if (n > limit_ - value_) throw ValueError("semaphore released too many times");
    value_ += n;
    releases_.fetch_add(1);
    const bool has_sleepers = sleepers_ > 0;
    guard.unlock();
    if (has_sleepers) futex_wake(releases_, kEveryone);
  }

 protected:
  Semaphore(std::ptrdiff_t value, std::ptrdiff_t limit) : limit_(limit), value_(value) {
    if (value < 0) throw ValueError("the initial value must not be negative");
  }

 private:
  const std::ptrdiff_t limit_;
  std::mutex mutex_;
  std::atomic<std::uint32_t> releases_ = 0;
  int sleepers_ = 0;
  std::ptrdiff_t value_;
};

class BoundedSemaphore : public Semaphore {
 public:
  explicit BoundedSemaphore(std::ptrdiff_t value = 1) : Semaphore(value, value) {}
};

}  // namespace threading
