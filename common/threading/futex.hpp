#pragma once

#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <climits>
#include <cstdint>
#include <ctime>
#include <system_error>

#include "threading/time.hpp"

// The kernel's half of a lock: sleep while a word has a value, and wake who sleeps on it. Any
// thread may call either at any time. Neither owns anything.
//
// Memory ordering: none. What a thread learns from the word, it learns from its own loads of
// it; choose their orders as if these calls were not there.
namespace threading {

namespace detail {

// An absolute time, so that a wait which a signal interrupts can simply be begun again.
[[nodiscard]] inline std::timespec to_timespec(Deadline::Clock::time_point moment) {
  const Duration since_boot = moment.time_since_epoch();
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(since_boot);
  std::timespec spec{};
  spec.tv_sec = seconds.count();
  spec.tv_nsec = (since_boot - seconds).count();
  return spec;
}

}  // namespace detail

// Sleeps while `word` holds `expected`, until a wake-up or until the time is over. The check
// and the falling asleep are one step: no wake-up between them is lost. False: timed out.
// True says nothing: a wake-up, another value, or no reason at all; look at the word again.
inline bool futex_wait(const std::atomic<std::uint32_t>& word, std::uint32_t expected,
                       Timeout timeout = {}) {
  static_assert(sizeof(word) == 4, "the kernel looks at four bytes");
  const Deadline deadline(timeout);
  std::timespec moment{};
  if (deadline.moment()) moment = detail::to_timespec(*deadline.moment());
  for (;;) {
    const long result =
        syscall(SYS_futex, &word, FUTEX_WAIT_BITSET_PRIVATE, expected,
                deadline.moment() ? &moment : nullptr, nullptr, FUTEX_BITSET_MATCH_ANY);
    if (result == 0 || errno == EAGAIN) return true;
    if (errno == ETIMEDOUT) return false;
    if (errno != EINTR) throw std::system_error(errno, std::generic_category(), "futex_wait");
  }
}

// Wakes at most `n` threads that sleep on `word`; returns how many. It uses the word's address
// and never its value, so the object may be gone by then: at worst a stranger wakes once for no
// reason, which every sleeper must bear anyway.
inline int futex_wake(const std::atomic<std::uint32_t>& word, int n) {
  return static_cast<int>(syscall(SYS_futex, &word, FUTEX_WAKE_PRIVATE, n, nullptr, nullptr, 0));
}

// For `n`: every thread that sleeps on it.
inline constexpr int kEveryone = INT_MAX;

}  // namespace threading
