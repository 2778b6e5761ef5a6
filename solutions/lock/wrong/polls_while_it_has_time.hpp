// verdict: livelock // judge: explore
// Sleeps where it has for ever; where its time is limited, it looks again and again.
#pragma once

#include <atomic>
#include <cstdint>
#include <thread>

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
    const std::uint32_t before = word_.exchange(kFree);
    if (before == kFree) throw RuntimeError("release of an unlocked lock");
    if (before == kContended) futex_wake(word_, 1);
  }

  [[nodiscard]] bool locked() const { return word_.load() != kFree; }

 private:
  static constexpr std::uint32_t kFree = 0;
  static constexpr std::uint32_t kHeld = 1;
  static constexpr std::uint32_t kContended = 2;

  bool take_if_free() {
    std::uint32_t expected = kFree;
    return word_.compare_exchange_strong(expected, kHeld);
  }

  bool wait_and_take(const Timeout& timeout) {
    if (timeout) return poll(Deadline(timeout));
    while (word_.exchange(kContended) != kFree)
      futex_wait(word_, kContended);
    return true;
  }

  bool poll(const Deadline& deadline) {
    while (word_.load() != kFree || !take_if_free()) {
      if (deadline.passed()) return false;
      std::this_thread::yield();
    }
    return true;
  }

  std::atomic<std::uint32_t> word_ = kFree;
};

}  // namespace threading
