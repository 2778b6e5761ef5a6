// The standard library's mutex inside: only its owner ever releases it, so it may. Beside it the
// two things that the library's own recursive mutex would not tell: who owns it, and how deep.
#pragma once

#include <atomic>
#include <cstddef>
#include <mutex>
#include <thread>
#include <utility>

#include "threading/errors.hpp"
#include "threading/lockable.hpp"
#include "threading/time.hpp"

namespace threading {

class RLock : public Lockable<RLock> {
 public:
  bool acquire(bool blocking = true, Timeout timeout = {}) {
    if (!blocking && timeout) throw ValueError("a call that does not block takes no timeout");
    if (timeout && *timeout < Duration::zero()) throw ValueError("timeout must not be negative");
    if (!is_owned() && !take(blocking, timeout)) return false;
    owner_.store(std::this_thread::get_id());
    ++depth_;
    return true;
  }

  void release() {
    require_owned();
    if (depth_ > 1)
      --depth_;
    else
      static_cast<void>(release_save());
  }

  [[nodiscard]] bool locked() const { return owner_.load() != std::thread::id(); }

  [[nodiscard]] bool is_owned() const { return owner_.load() == std::this_thread::get_id(); }

  [[nodiscard]] std::size_t recursion_count() const { return is_owned() ? depth_ : 0; }

  [[nodiscard]] std::size_t release_save() {
    require_owned();
    const std::size_t depth = std::exchange(depth_, 0);
    owner_.store(std::thread::id());
    mutex_.unlock();
    return depth;
  }

  void acquire_restore(std::size_t depth) {
    mutex_.lock();
    owner_.store(std::this_thread::get_id());
    depth_ = depth;
  }

 private:
  bool take(bool blocking, Timeout timeout) {
    // A weak attempt: the library may refuse for no reason, so it is asked again while nobody
    // holds the lock.
    while (!blocking) {
      if (mutex_.try_lock()) return true;
      if (locked()) return false;
    }
    const auto end = Deadline(timeout).moment();
    if (end) return mutex_.try_lock_until(*end);
    mutex_.lock();
    return true;
  }

  void require_owned() const {
    if (!is_owned()) throw RuntimeError("release of a lock that this thread does not own");
  }

  std::timed_mutex mutex_;
  std::atomic<std::thread::id> owner_ = std::thread::id();
  std::size_t depth_ = 0;
};

}  // namespace threading
