// verdict: deadlock // judge: explore
// Frees the word and then looks whether anybody sleeps, with orders that let the look come first:
// acquire and release keep no store before a later load. Machines weaker than x86 do just that.
// (The count is shared by all locks, so that no lock is touched after its release.)
#pragma once

#include <atomic>
#include <cstdint>

#include "threading/errors.hpp"
#include "threading/futex.hpp"
#include "threading/lockable.hpp"
#include "threading/time.hpp"

namespace threading {

class Lock : public Lockable<Lock> {
 public:
  bool acquire(bool blocking = true, Timeout timeout = {}) {
    if (!blocking && timeout) throw ValueError("a call that does not block takes no timeout");
    if (timeout && *timeout < Duration::zero()) throw ValueError("timeout must not be negative");
    return take_if_free() || (blocking && wait_and_take(timeout));
  }

  void release() {
    const std::uint32_t before = word_.exchange(kFree, std::memory_order_release);
    if (before == kFree) throw RuntimeError("release of an unlocked lock");
    if (sleepers.load(std::memory_order_acquire) > 0) futex_wake(word_, 1);
  }

  [[nodiscard]] bool locked() const { return word_.load() != kFree; }

 private:
  static constexpr std::uint32_t kFree = 0;
  static constexpr std::uint32_t kHeld = 1;

  bool take_if_free() {
    std::uint32_t expected = kFree;
    return word_.compare_exchange_strong(expected, kHeld, std::memory_order_acquire);
  }

  bool wait_and_take(Timeout timeout) {
    const Deadline deadline(timeout);
    sleepers.fetch_add(1, std::memory_order_acq_rel);
    bool in_time = true;
    while (in_time && !take_if_free())
      in_time = futex_wait(word_, kHeld, deadline.left());
    sleepers.fetch_sub(1, std::memory_order_acq_rel);
    return in_time;
  }

  static inline std::atomic<std::uint32_t> sleepers = 0;
  std::atomic<std::uint32_t> word_ = kFree;
};

}  // namespace threading
