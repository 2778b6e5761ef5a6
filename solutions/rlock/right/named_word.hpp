// No Lock inside: one word holds the owner's number and a mark for sleepers. Numbers are given to
// threads as they come, and never twice.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "threading/errors.hpp"
#include "threading/futex.hpp"
#include "threading/lockable.hpp"
#include "threading/time.hpp"

namespace threading {

class RLock : public Lockable<RLock> {
 public:
  bool acquire(bool blocking = true, Timeout timeout = {}) {
    if (!blocking && timeout) throw ValueError("a call that does not block takes no timeout");
    if (timeout && *timeout < Duration::zero()) throw ValueError("timeout must not be negative");
    if (!is_owned() && !take(blocking, Deadline(timeout))) return false;
    ++depth_;
    return true;
  }

  void release() {
    require_owned();
    if (--depth_ == 0) free();
  }

  [[nodiscard]] bool locked() const { return word_.load() != kFree; }

  [[nodiscard]] bool is_owned() const { return (word_.load() & ~kSleepers) == my_number(); }

  [[nodiscard]] std::size_t recursion_count() const { return is_owned() ? depth_ : 0; }

  [[nodiscard]] std::size_t release_save() {
    require_owned();
    const std::size_t depth = std::exchange(depth_, 0);
    free();
    return depth;
  }

  void acquire_restore(std::size_t depth) {
    take(true, Deadline(std::nullopt));
    depth_ = depth;
  }

 private:
  static constexpr std::uint32_t kFree = 0;
  static constexpr std::uint32_t kSleepers = 1;

  static std::uint32_t my_number() {
    static std::atomic<std::uint32_t> last = 0;
    thread_local const std::uint32_t mine = last.fetch_add(2) + 2;
    return mine;
  }

  bool take(bool blocking, const Deadline& deadline) {
    std::uint32_t mine = my_number();
    std::uint32_t seen = kFree;
    while (!word_.compare_exchange_strong(seen, mine)) {
      if (!blocking) return false;
      const std::uint32_t marked = seen | kSleepers;
      if (seen == marked || word_.compare_exchange_strong(seen, marked)) {
        if (!futex_wait(word_, marked, deadline.left())) return false;
        mine |= kSleepers;  // others may be asleep still
      }
      seen = kFree;
    }
    return true;
  }

  void require_owned() const {
    if (!is_owned()) throw RuntimeError("release of a lock that this thread does not own");
  }

  void free() {
    if ((word_.exchange(kFree) & kSleepers) != 0) futex_wake(word_, 1);
  }

  std::atomic<std::uint32_t> word_ = kFree;
  std::size_t depth_ = 0;
};

}  // namespace threading
