// Has a thread instead of being one, and decides with one compare-exchange on a futex word.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <utility>

#include "thread/thread.hpp"
#include "threading/errors.hpp"
#include "threading/futex.hpp"
#include "threading/time.hpp"

namespace threading {

class Timer {
 public:
  Timer(Duration interval, std::function<void()> function)
      : interval_(interval), function_(std::move(function)) {
    if (interval_ < interval_.zero()) throw ValueError("a timer cannot fire in the past");
  }
  Timer(const Timer&) = delete;
  Timer& operator=(const Timer&) = delete;
  ~Timer() {
    cancel();
    if (thread_.ident() != std::thread::id()) thread_.join();
  }

  void start() { thread_.start(); }

  void cancel() {
    std::uint32_t pending = kPending;
    if (state_.compare_exchange_strong(pending, kCancelled)) futex_wake(state_, kEveryone);
  }

  bool join(Timeout timeout = {}) { return thread_.join(timeout); }

 private:
  static constexpr std::uint32_t kPending = 0;
  static constexpr std::uint32_t kCancelled = 1;
  static constexpr std::uint32_t kFired = 2;

  void run() {
    const Deadline deadline(interval_);
    while (state_.load() == kPending && !deadline.passed())
      futex_wait(state_, kPending, deadline.left());
    std::uint32_t pending = kPending;
    if (state_.compare_exchange_strong(pending, kFired)) function_();
  }

  const Duration interval_;
  const std::function<void()> function_;
  std::atomic<std::uint32_t> state_ = kPending;
  Thread thread_{[this] { run(); }};
};

}  // namespace threading
