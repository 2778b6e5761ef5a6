#pragma once

#include <cstddef>

#include "lock/lock.hpp"
#include "threading/errors.hpp"
#include "threading/lockable.hpp"
#include "threading/time.hpp"

namespace threading {

// A lock that its owner may take again. `grader readme rlock` has the contract; tests/public.cpp
// has it as code. lock/lock.hpp gives you a Lock that works; with --own it is yours.
//
// Lockable adds lock(), try_lock() and unlock(), made of the functions below.
class RLock : public Lockable<RLock> {
 public:
  // Takes the lock, or goes one deeper where the caller owns it; returns whether it was acquired.
  bool acquire(bool blocking = true, Timeout timeout = {}) {
    static_cast<void>(blocking);
    static_cast<void>(timeout);
    throw RuntimeError("RLock::acquire is not written yet");
  }

  // Goes one less deep; the last one frees it.
  void release() { throw RuntimeError("RLock::release is not written yet"); }

  // Is it held at this moment, by anybody?
  [[nodiscard]] bool locked() const { throw RuntimeError("RLock::locked is not written yet"); }

  // Is it held by the calling thread?
  [[nodiscard]] bool is_owned() const { throw RuntimeError("RLock::is_owned is not written yet"); }

  // How deep the calling thread holds it: 0 when it does not own it.
  [[nodiscard]] std::size_t recursion_count() const {
    throw RuntimeError("RLock::recursion_count is not written yet");
  }

  // For Condition: gives it up whatever the depth, and returns the depth.
  std::size_t release_save() { throw RuntimeError("RLock::release_save is not written yet"); }

  // For Condition: takes it back as deep as it was.
  void acquire_restore(std::size_t depth) {
    static_cast<void>(depth);
    throw RuntimeError("RLock::acquire_restore is not written yet");
  }

 private:
  // Who holds it, and how deep?
  Lock lock_;
};

}  // namespace threading
