// verdict: memory, race
// Orders all but the permits that go to those who wait: a woken thread need not see what was
// written before the release.
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
    if (take_if_any()) return true;
    if (!blocking || (timeout && *timeout <= Duration::zero())) return false;
    if (count_.fetch_sub(1) > 0) return true;
    return wait_to_be_handed_one(Deadline(timeout));
  }

  void release(std::ptrdiff_t n = 1) {
    if (n < 1) throw ValueError("release of less than one permit");
    std::ptrdiff_t count = count_.load();
    do {
      const std::ptrdiff_t free = count > 0 ? count : 0;
      if (n > limit_ - free) throw ValueError("semaphore released too many times");
    } while (!count_.compare_exchange_weak(count, count + n));
    if (count < 0) hand_out(n < -count ? n : -count);
  }

 protected:
  Semaphore(std::ptrdiff_t value, std::ptrdiff_t limit) : limit_(limit), count_(value) {
    if (value < 0) throw ValueError("the initial value must not be negative");
  }

 private:
  bool take_if_any() {
    std::ptrdiff_t count = count_.load();
    while (count > 0) {
      if (count_.compare_exchange_weak(count, count - 1)) return true;
    }
    return false;
  }

  // Whoever waits keeps the semaphore alive until its permit is handed out.
  void hand_out(std::ptrdiff_t n) {
    handed_.fetch_add(static_cast<std::uint32_t>(n), std::memory_order_relaxed);
    futex_wake(handed_, static_cast<int>(n));
  }

  bool wait_to_be_handed_one(const Deadline& deadline) {
    while (!fetch()) {
      if (futex_wait(handed_, 0, deadline.left())) continue;
      if (withdraw()) return false;
    }
    return true;
  }

  bool fetch() {
    std::uint32_t handed = handed_.load();
    while (handed > 0) {
      if (handed_.compare_exchange_weak(handed, handed - 1)) return true;
    }
    return false;
  }

  bool withdraw() {
    std::ptrdiff_t count = count_.load();
    while (count < 0) {
      if (count_.compare_exchange_weak(count, count + 1)) return true;
    }
    return false;
  }

  const std::ptrdiff_t limit_;
  std::atomic<std::ptrdiff_t> count_;      // below zero: so many wait
  std::atomic<std::uint32_t> handed_ = 0;  // for those who wait, not yet fetched
};

class BoundedSemaphore : public Semaphore {
 public:
  explicit BoundedSemaphore(std::ptrdiff_t value = 1) : Semaphore(value, value) {}
};

}  // namespace threading
