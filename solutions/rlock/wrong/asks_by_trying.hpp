// verdict: wrong // judge: explore
// locked() tries to take it, and gives it back: another thread's attempt is turned away meanwhile.
#pragma once

#include <atomic>
#include <cstddef>
#include <mutex>
#include <thread>

#include "threading/errors.hpp"
#include "threading/lockable.hpp"
#include "threading/time.hpp"

namespace threading {

// The library's recursive mutex does the counting; a count and a name beside it answer questions.
class RLock : public Lockable<RLock> {
 public:
  bool acquire(bool blocking = true, Timeout timeout = {}) {
    if (!blocking && timeout) throw ValueError("no timeout without blocking");
    if (timeout && *timeout < Duration::zero()) throw ValueError("negative timeout");
    if (!take(blocking, timeout)) return false;
    owner_ = std::this_thread::get_id();
    ++depth_;
    return true;
  }
  void release() {
    if (!is_owned()) throw RuntimeError("not the owner");
    if (--depth_ == 0) owner_ = std::thread::id();
    mutex_.unlock();
  }
  [[nodiscard]] bool locked() const {
    if (is_owned()) return true;
    auto& m = const_cast<std::recursive_timed_mutex&>(mutex_);
    if (!m.try_lock()) return true;
    m.unlock();
    return false;
  }
  [[nodiscard]] bool is_owned() const { return owner_.load() == std::this_thread::get_id(); }
  [[nodiscard]] std::size_t recursion_count() const { return is_owned() ? depth_ : 0; }
  std::size_t release_save() {
    if (!is_owned()) throw RuntimeError("not the owner");
    const std::size_t depth = depth_;
    for (std::size_t i = 0; i < depth; ++i)
      release();
    return depth;
  }
  void acquire_restore(std::size_t depth) {
    for (std::size_t i = 0; i < depth; ++i)
      acquire();
  }

 private:
  bool take(bool blocking, const Timeout& timeout) {
    if (!blocking) {
      return mutex_.try_lock();
    }
    const auto moment = Deadline(timeout).moment();
    if (moment) return mutex_.try_lock_until(*moment);
    mutex_.lock();
    return true;
  }
  std::recursive_timed_mutex mutex_;
  std::atomic<std::thread::id> owner_{};
  std::size_t depth_ = 0;
};

}  // namespace threading
