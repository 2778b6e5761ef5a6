// verdict: race
// Has no thread: who joins waits for the interval, and calls the function itself.
#pragma once

#include <atomic>
#include <functional>
#include <utility>

#include "event/event.hpp"
#include "threading/errors.hpp"
#include "threading/time.hpp"

namespace threading {

class Timer {
 public:
  Timer(Duration interval, std::function<void()> function)
      : interval_(interval), function_(std::move(function)) {
    if (interval < Duration::zero()) throw ValueError("interval must not be negative");
  }
  Timer(const Timer&) = delete;
  Timer& operator=(const Timer&) = delete;
  ~Timer() { cancel(); }

  void start() {
    if (is_started_.exchange(true)) throw RuntimeError("a timer can only be started once");
  }
  void cancel() { cancelled_.set(); }
  void join() {
    if (!is_started_) throw RuntimeError("the timer was not started");
    if (cancelled_.wait(interval_) || is_called_.exchange(true)) return;
    function_();
  }

 private:
  const Duration interval_;
  const std::function<void()> function_;
  Event cancelled_;
  std::atomic<bool> is_started_ = false;
  std::atomic<bool> is_called_ = false;
};

}  // namespace threading
