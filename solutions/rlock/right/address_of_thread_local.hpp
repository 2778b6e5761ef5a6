// Knows its owner by the address of a variable that each thread has for itself.
#pragma once

#include <atomic>
#include <cstddef>
#include <utility>

#include "lock/lock.hpp"
#include "threading/errors.hpp"
#include "threading/lockable.hpp"
#include "threading/time.hpp"

namespace threading {

class RLock : public Lockable<RLock> {
 public:
  bool acquire(bool blocking = true, Timeout timeout = {}) {
    if (!blocking && timeout) throw ValueError("a call that does not block takes no timeout");
    if (timeout && *timeout < Duration::zero()) throw ValueError("timeout must not be negative");
    if (is_owned()) {
      ++depth_;
      return true;
    }
    if (!lock_.acquire(blocking, timeout)) return false;
    owner_.store(me());
    depth_ = 1;
    return true;
  }

  void release() {
    require_owned();
    if (depth_ == 1)
      static_cast<void>(release_save());
    else
      --depth_;
  }

  [[nodiscard]] bool locked() const { return lock_.locked(); }

  [[nodiscard]] bool is_owned() const { return owner_.load() == me(); }

  [[nodiscard]] std::size_t recursion_count() const { return is_owned() ? depth_ : 0; }

  [[nodiscard]] std::size_t release_save() {
    require_owned();
    const std::size_t depth = std::exchange(depth_, 0);
    owner_.store(nullptr);
    lock_.release();
    return depth;
  }

  void acquire_restore(std::size_t depth) {
    lock_.acquire();
    owner_.store(me());
    depth_ = depth;
  }

 private:
  static const void* me() {
    thread_local const char here = 0;
    return &here;
  }

  void require_owned() const {
    if (!is_owned()) throw RuntimeError("release of a lock that this thread does not own");
  }

  Lock lock_;
  std::atomic<const void*> owner_ = nullptr;
  std::size_t depth_ = 0;
};

}  // namespace threading
