// verdict: race, memory // judge: explore
// A cancel tells those who join that the timer is over, though the function may be running.
#pragma once

#include <functional>
#include <utility>

#include "event/event.hpp"
#include "thread/thread.hpp"
#include "threading/errors.hpp"
#include "threading/time.hpp"

namespace threading {

class Timer {
 public:
  Timer(Duration interval, std::function<void()> function)
      : interval_(interval), function_(std::move(function)), thread_([this] { run(); }) {
    if (interval < Duration::zero()) throw ValueError("interval must not be negative");
  }
  Timer(const Timer&) = delete;
  Timer& operator=(const Timer&) = delete;
  ~Timer() {
    cancel();
    if (thread_.is_alive()) thread_.join();
  }

  void start() { thread_.start(); }
  void cancel() { over_.set(); }
  void join() {
    if (thread_.ident() == std::thread::id()) throw RuntimeError("the timer was not started");
    over_.wait();
  }

 private:
  void run() {
    if (over_.wait(interval_)) return;
    function_();
    over_.set();
  }

  const Duration interval_;
  const std::function<void()> function_;
  Event over_;
  Thread thread_;
};

}  // namespace threading
