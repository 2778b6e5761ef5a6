// verdict: race, wrong
// Gives the lock up for whoever asks.
#pragma once

#include <atomic>
#include <cstddef>
#include <thread>
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
    become_owner(1);
    return true;
  }

  void release() {
    if (!locked()) throw RuntimeError("release of a lock that nobody owns");
    if (--depth_ == 0) free();
  }

  [[nodiscard]] bool locked() const { return lock_.locked(); }

  [[nodiscard]] bool is_owned() const { return owner_.load() == std::this_thread::get_id(); }

  [[nodiscard]] std::size_t recursion_count() const { return is_owned() ? depth_ : 0; }

  [[nodiscard]] std::size_t release_save() {
    require_owned();
    const std::size_t depth = std::exchange(depth_, 0);
    free();
    return depth;
  }

  void acquire_restore(std::size_t depth) {
    lock_.acquire();
    become_owner(depth);
  }

 private:
  void require_owned() const {
    if (!is_owned()) throw RuntimeError("release of a lock that this thread does not own");
  }

  void become_owner(std::size_t depth) {
    owner_.store(std::this_thread::get_id());
    depth_ = depth;
  }

  void free() {
    owner_.store(std::thread::id());
    lock_.release();
  }

  Lock lock_;
  std::atomic<std::thread::id> owner_ = std::thread::id();
  std::size_t depth_ = 0;
};

}  // namespace threading
