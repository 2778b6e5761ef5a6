// CPython's, line by line: a subclass of Thread, an Event named finished.
#pragma once

#include <functional>
#include <utility>

#include "event/event.hpp"
#include "thread/thread.hpp"
#include "threading/errors.hpp"
#include "threading/time.hpp"

namespace threading {

class Timer : public Thread {
 public:
  Timer(Duration interval, std::function<void()> function)
      : interval_(interval), function_(std::move(function)) {
    if (interval < Duration::zero()) throw ValueError("negative interval");
  }
  ~Timer() override {
    cancel();
    if (ident() != std::thread::id()) join();
  }

  void cancel() { finished_.set(); }

 protected:
  void run() override {
    finished_.wait(interval_);
    if (!finished_.is_set()) function_();
    finished_.set();
  }

 private:
  const Duration interval_;
  const std::function<void()> function_;
  Event finished_;
};

}  // namespace threading
