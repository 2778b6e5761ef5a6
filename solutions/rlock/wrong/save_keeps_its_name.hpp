// verdict: wrong // judge: explore
// release_save frees the lock but leaves its owner's name on it: who gave it up walks in again.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <thread>

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
    owner_.store(std::this_thread::get_id(), std::memory_order_relaxed);
    depth_ = 1;
    return true;
  }
  void release() {
    if (!is_owned()) throw RuntimeError("release by a thread that does not own it");
    if (--depth_ != 0) return;
    owner_.store(std::thread::id(), std::memory_order_relaxed);
    lock_.release();
  }
  [[nodiscard]] bool locked() const { return lock_.locked(); }
  [[nodiscard]] bool is_owned() const {
    return owner_.load(std::memory_order_relaxed) == std::this_thread::get_id();
  }
  [[nodiscard]] std::size_t recursion_count() const { return is_owned() ? depth_ : 0; }
  std::size_t release_save() {
    if (!is_owned()) throw RuntimeError("release_save by a thread that does not own it");
    const std::size_t depth = depth_;
    depth_ = 0;
    lock_.release();
    return depth;
  }
  void acquire_restore(std::size_t depth) {
    lock_.acquire();
    owner_.store(std::this_thread::get_id(), std::memory_order_relaxed);
    depth_ = depth;
  }

 private:
  Lock lock_;
  std::atomic<std::thread::id> owner_{};
  std::size_t depth_ = 0;
};

}  // namespace threading
