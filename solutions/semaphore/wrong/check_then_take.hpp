// verdict: memory // judge: explore
// Looks whether there is a permit, and then takes it: two threads may both have looked.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <limits>

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
    for (;;) {
      const std::uint32_t seen = releases_.load();
      if (take_if_any()) return true;
      if (!blocking) return false;
      sleepers_.fetch_add(1);
      const bool in_time = futex_wait(releases_, seen, deadline.left());
      sleepers_.fetch_sub(1);
      if (!in_time) return take_if_any();
    }
  }

  void release(std::ptrdiff_t n = 1) {
    if (n < 1) throw ValueError("release of less than one permit");
    std::ptrdiff_t value = value_.load();
    do {
      if (n > limit_ - value) throw ValueError("semaphore released too many times");
    } while (!value_.compare_exchange_weak(value, value + n));
    releases_.fetch_add(1);
    if (sleepers_.load() > 0) futex_wake(releases_, kEveryone);
  }

 protected:
  Semaphore(std::ptrdiff_t value, std::ptrdiff_t limit) : limit_(limit), value_(value) {
    if (value < 0) throw ValueError("the initial value must not be negative");
  }

 private:
  bool take_if_any() {
    const std::ptrdiff_t value = value_.load();
    if (value <= 0) return false;
    value_.store(value - 1);
    return true;
  }

  const std::ptrdiff_t limit_;
  std::atomic<std::ptrdiff_t> value_;
  std::atomic<std::uint32_t> releases_ = 0;
  std::atomic<int> sleepers_ = 0;
};

class BoundedSemaphore : public Semaphore {
 public:
  explicit BoundedSemaphore(std::ptrdiff_t value = 1) : Semaphore(value, value) {}
};

}  // namespace threading
