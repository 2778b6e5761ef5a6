// verdict: crash
// Calls the function on a bare std::thread: an exception that leaves it ends the program.
#pragma once

#include <atomic>
#include <functional>
#include <thread>
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
  ~Timer() {
    cancel();
    if (thread_.joinable()) thread_.join();
  }

  void start() {
    if (is_started_.exchange(true)) throw RuntimeError("a timer can only be started once");
    thread_ = std::thread([this] {
      if (!cancelled_.wait(interval_)) function_();
      over_.set();
    });
  }
  void cancel() { cancelled_.set(); }
  void join() {
    if (!is_started_) throw RuntimeError("the timer was not started");
    over_.wait();
  }

 private:
  const Duration interval_;
  const std::function<void()> function_;
  Event cancelled_;
  Event over_;
  std::atomic<bool> is_started_ = false;
  std::thread thread_;
};

}  // namespace threading
