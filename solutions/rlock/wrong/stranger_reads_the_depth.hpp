// verdict: race // judge: explore
// Reads how deep the lock is held before it asks whose it is.
#pragma once

#include <atomic>
#include <cstddef>
#include <thread>

#include "lock/lock.hpp"
#include "threading/errors.hpp"
#include "threading/lockable.hpp"
#include "threading/time.hpp"

namespace threading {

class RLock : public Lockable<RLock> {
 public:
  bool acquire(bool blocking = true, Timeout timeout = {}) {
    if (!blocking && timeout) throw ValueError("no timeout");
    if (timeout && *timeout < Duration::zero()) throw ValueError("negative");
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
    require_owned();
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
    const std::size_t depth = depth_;
    if (is_owned()) depth_ = 0;
    require_owned();
    owner_.store(std::thread::id(), std::memory_order_relaxed);
    lock_.release();
    return depth;
  }

  void acquire_restore(std::size_t depth) {
    lock_.acquire();
    owner_.store(std::this_thread::get_id(), std::memory_order_relaxed);
    depth_ = depth;
  }

 private:
  void require_owned() const {
    if (!is_owned()) throw RuntimeError("not owned");
  }

  Lock lock_;
  std::atomic<std::thread::id> owner_ = std::thread::id();
  std::size_t depth_ = 0;
};

}  // namespace threading
