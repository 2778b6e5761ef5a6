#pragma once

#include <atomic>
#include <cstdint>

#include "threading/errors.hpp"
#include "threading/futex.hpp"
#include "threading/lockable.hpp"
#include "threading/time.hpp"

namespace threading {

// Mutual exclusion from one atomic word and the kernel's futex. Any thread may call any function
// at any time, and any thread may release; the lock may be destroyed as soon as the last call on
// it has returned. It owns nothing but the word. Errors: ValueError for arguments that make no
// sense together, RuntimeError for releasing what nobody holds; neither changes anything.
//
// The word is free, held, or contended: held, and somebody may be asleep for want of it. Only a
// contended lock costs its releaser a system call. A thread that has slept cannot know whether
// it was the last sleeper, so it takes the lock as contended: at worst one wake-up finds nobody.
//
// Memory ordering: everything done before release() happens before whatever follows the acquire()
// that takes the lock next. An acquire() that fails orders nothing.
class Lock : public Lockable<Lock> {
 public:
  bool acquire(bool blocking = true, Timeout timeout = {}) {
    if (!blocking && timeout) throw ValueError("a call that does not block takes no timeout");
    if (timeout && *timeout < Duration::zero()) throw ValueError("timeout must not be negative");
    return take_if_free() || (blocking && wait_and_take(timeout));
  }

  void release() {
    // Pairs with the acquiring operations below. From here on the lock may be another thread's,
    // which may destroy it: nothing but the word's address may be used any more.
    const std::uint32_t before = word_.exchange(kFree, std::memory_order_release);
    if (before == kFree) throw RuntimeError("release of an unlocked lock");
    if (before == kContended) futex_wake(word_, 1);
  }

  // A moment's truth: another thread may change it before the caller looks at the answer.
  [[nodiscard]] bool locked() const {
    // Orders nothing, so pairs with nothing: who needs an order has to acquire.
    return word_.load(std::memory_order_relaxed) != kFree;
  }

 private:
  static constexpr std::uint32_t kFree = 0;
  static constexpr std::uint32_t kHeld = 1;
  static constexpr std::uint32_t kContended = 2;

  bool take_if_free() {
    std::uint32_t expected = kFree;
    // Pairs with the exchange in release(). Strong: a weak one may fail for no reason, and then
    // acquire(false) would turn away from a free lock.
    return word_.compare_exchange_strong(expected, kHeld, std::memory_order_acquire,
                                         std::memory_order_relaxed);
  }

  bool wait_and_take(const Timeout& timeout) {
    const Deadline deadline(timeout);
    // Marking it contended and trying to take it are one step, also after each wake-up: the mark
    // may have gone with the release that woke us, and others may still be asleep.
    // Pairs with the exchange in release().
    while (word_.exchange(kContended, std::memory_order_acquire) != kFree) {
      if (!futex_wait(word_, kContended, deadline.left())) return false;
    }
    return true;
  }

  std::atomic<std::uint32_t> word_ = kFree;
};

}  // namespace threading
