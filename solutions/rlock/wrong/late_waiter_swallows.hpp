// verdict: deadlock // judge: explore
// Who is woken when its time is over gives up, and wakes nobody in its place.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <thread>
#include <utility>

#include "threading/errors.hpp"
#include "threading/futex.hpp"
#include "threading/lockable.hpp"
#include "threading/time.hpp"

namespace threading {

namespace detail {
class Word {
 public:
  bool acquire(bool blocking = true, Timeout timeout = {}) {
    std::uint32_t free = 0;
    if (word_.compare_exchange_strong(free, 1, std::memory_order_acquire,
                                      std::memory_order_relaxed))
      return true;
    if (!blocking) return false;
    const Deadline deadline(timeout);
    while (word_.exchange(2, std::memory_order_acquire) != 0) {
      const Timeout left = deadline.left();
      if (left && *left == Duration::zero()) return false;
      futex_wait(word_, 2, left);
      if (deadline.passed()) return false;
    }
    return true;
  }

  void restore() { acquire(); }
  void release() {
    if (word_.exchange(0, std::memory_order_release) == 2) futex_wake(word_, 1);
  }

  [[nodiscard]] bool locked() const { return word_.load(std::memory_order_relaxed) != 0; }

 private:
  std::atomic<std::uint32_t> word_ = 0;
};
}  // namespace detail

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
    require_owned();
    const std::size_t depth = std::exchange(depth_, 0);
    owner_.store(std::thread::id(), std::memory_order_relaxed);
    lock_.release();
    return depth;
  }

  void acquire_restore(std::size_t depth) {
    lock_.restore();
    owner_.store(std::this_thread::get_id(), std::memory_order_relaxed);
    depth_ = depth;
  }

 private:
  void require_owned() const {
    if (!is_owned()) throw RuntimeError("not owned");
  }

  detail::Word lock_;
  std::atomic<std::thread::id> owner_ = std::thread::id();
  std::size_t depth_ = 0;
};

}  // namespace threading
