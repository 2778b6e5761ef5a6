#pragma once

#include <cstddef>

#include "threading/errors.hpp"
#include "threading/lockable.hpp"
#include "threading/time.hpp"

namespace threading {

// A number of permits: acquire() takes one and waits where there is none, release() gives some.
// `grader readme semaphore` has the contract; tests/public.cpp has it as code.
//
// Lockable adds lock(), try_lock() and unlock(), made of the functions below.
class Semaphore : public Lockable<Semaphore> {
 public:
  explicit Semaphore(std::ptrdiff_t value = 1) : value_(value) {}

  // Takes a permit, waiting for it where it may; returns whether it did.
  bool acquire(bool blocking = true, Timeout timeout = {}) {
    static_cast<void>(blocking);
    static_cast<void>(timeout);
    throw RuntimeError("Semaphore::acquire is not written yet");
  }

  // Gives n permits, for as many threads that wait or for whoever comes next.
  void release(std::ptrdiff_t n = 1) {
    static_cast<void>(n);
    throw RuntimeError("Semaphore::release is not written yet");
  }

 private:
  // Who may change it, and how does a thread wait until it is above zero?
  std::ptrdiff_t value_;
};

// A Semaphore that refuses a release which would lift it above its initial value.
class BoundedSemaphore : public Lockable<BoundedSemaphore> {
 public:
  explicit BoundedSemaphore(std::ptrdiff_t value = 1) : initial_(value) {}

  bool acquire(bool blocking = true, Timeout timeout = {}) {
    static_cast<void>(blocking);
    static_cast<void>(timeout);
    throw RuntimeError("BoundedSemaphore::acquire is not written yet");
  }

  void release(std::ptrdiff_t n = 1) {
    static_cast<void>(n);
    throw RuntimeError("BoundedSemaphore::release is not written yet");
  }

 private:
  std::ptrdiff_t initial_;
};

}  // namespace threading
