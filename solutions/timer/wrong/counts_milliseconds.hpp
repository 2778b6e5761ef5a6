// verdict: wrong // judge: explore
// Rounds the interval down to whole milliseconds: it fires too early.
#pragma once

#include <functional>
#include <utility>

#include "event/event.hpp"
#include "thread/thread.hpp"
#include "threading/errors.hpp"
#include "threading/time.hpp"

namespace threading {

// Calls a function once, on its own thread, an interval after start(), unless it is cancelled
// before. Any thread may call any function, the function itself included.
//
// The thread waits for being cancelled, for as long as the interval. One call of Event::wait
// decides between the two: a cancel() that comes after its answer comes too late, and changes
// nothing.
class Timer : public Thread {
 public:
  Timer(Duration interval, std::function<void()> function)
      : interval_(interval), function_(std::move(function)) {
    if (interval < Duration::zero()) throw ValueError("the interval of a timer is negative");
  }

  // run() needs what is about to be destroyed.
  ~Timer() override {
    cancel();
    if (is_alive()) join();
  }

  void cancel() { cancelled_.set(); }

 protected:
  void run() override {
    if (!cancelled_.wait(std::chrono::duration_cast<std::chrono::milliseconds>(interval_)))
      function_();
  }

 private:
  const Duration interval_;
  const std::function<void()> function_;
  Event cancelled_;
};

}  // namespace threading
