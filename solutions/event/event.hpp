#pragma once

#include <atomic>
#include <cstdint>

#include "threading/futex.hpp"
#include "threading/time.hpp"

namespace threading {

// A flag to wait for. Any thread may call any function at any time; an event may be destroyed as
// soon as the last call on it has returned. It owns nothing but one word. It throws nothing.
//
// The word holds the flag, whether somebody may be asleep, and how often the flag has risen. A
// waiter goes by that number, not by the flag: the number stays changed when the flag is cleared
// at once, so no waiter misses its set(). It wraps round after a thousand million sets; only a
// waiter that never gets to run for exactly so many could be deceived.
//
// Memory ordering: everything done before a set() happens before whatever follows a wait() or
// is_set() that returns true because of it, and, where the flag was up already, before whatever
// follows the clear() that takes it down.
class Event {
 public:
  Event() = default;
  Event(const Event&) = delete;
  Event& operator=(const Event&) = delete;

  [[nodiscard]] bool is_set() const {
    return (word_.load(std::memory_order_acquire) & kSet) != 0;  // pairs with set()
  }

  void set() {
    std::uint32_t word = word_.load(std::memory_order_relaxed);  // confirmed by the exchange
    // Written even where the flag is up already: "wait, clear, look for work" must see the work
    // that was announced just before the clear. Pairs with is_set(), wait() and clear().
    while (!word_.compare_exchange_weak(word, raised(word), std::memory_order_release,
                                        std::memory_order_relaxed)) {
    }
    // A freed waiter may have destroyed the event by now: only its address is used.
    if ((word & kSleepers) != 0) futex_wake(word_, kEveryone);
  }

  void clear() { word_.fetch_and(~kSet, std::memory_order_acquire); }  // pairs with set()

  bool wait(Timeout timeout = {}) {
    const std::uint32_t first = word_.load(std::memory_order_acquire);  // pairs with set()
    return (first & kSet) != 0 || wait_for_change(first, Deadline(timeout));
  }

 private:
  static constexpr std::uint32_t kSet = 1;
  static constexpr std::uint32_t kSleepers = 2;
  static constexpr std::uint32_t kRise = 4;  // the bits from here on count

  static constexpr std::uint32_t raised(std::uint32_t word) {
    return (word & kSet) != 0 ? word : ((word & ~kSleepers) | kSet) + kRise;
  }

  // Has the flag risen since the word was `first`, the flag being down then?
  static constexpr bool has_risen(std::uint32_t word, std::uint32_t first) {
    return ((word ^ first) & ~kSleepers) != 0;
  }

  bool wait_for_change(std::uint32_t first, const Deadline& deadline) {
    std::uint32_t word = first;
    bool in_time = true;
    while (!has_risen(word, first) && in_time) {
      if (announce_sleeper(word)) in_time = futex_wait(word_, word, deadline.left());
      word = word_.load(std::memory_order_acquire);  // pairs with set()
    }
    return has_risen(word, first);
  }

  // False: the word is no longer `word`. True: it was, and `word` is what it is now.
  bool announce_sleeper(std::uint32_t& word) {
    if ((word & kSleepers) != 0) return true;
    // Gives nothing away and learns nothing; it only must not be lost, and no exchange is.
    const bool announced =
        word_.compare_exchange_strong(word, word | kSleepers, std::memory_order_relaxed);
    if (announced) word |= kSleepers;
    return announced;
  }

  std::atomic<std::uint32_t> word_ = 0;
};

}  // namespace threading
