// Sleeps in std::atomic::wait where it has all the time there is, and in the futex where it has
// not. Three states, as the reference: the two kinds of sleepers share one word.
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
    std::uint32_t expected = kFree;
    if (word_.compare_exchange_strong(expected, kHeld)) return true;
    if (!blocking) return false;
    return timeout ? wait_until(Deadline(timeout)) : wait_for_ever();
  }

  void release() {
    const std::uint32_t before = word_.exchange(kFree);
    if (before == kFree) throw RuntimeError("release of an unlocked lock");
    if (before != kContended) return;
    // Who sleeps where is not known, so each kind is woken, and everybody looks again.
    futex_wake(word_, kEveryone);
    word_.notify_all();
  }

  [[nodiscard]] bool locked() const { return word_.load() != kFree; }

 private:
  static constexpr std::uint32_t kFree = 0;
  static constexpr std::uint32_t kHeld = 1;
  static constexpr std::uint32_t kContended = 2;

  bool wait_for_ever() {
    while (word_.exchange(kContended) != kFree)
      word_.wait(kContended);
    return true;
  }

  bool wait_until(const Deadline& deadline) {
    while (word_.exchange(kContended) != kFree) {
      if (!futex_wait(word_, kContended, deadline.left())) return false;
    }
    return true;
  }

  std::atomic<std::uint32_t> word_ = kFree;
};

}  // namespace threading
