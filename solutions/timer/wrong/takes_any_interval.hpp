// verdict: wrong
// Takes a negative interval for none at all.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <utility>

#include "thread/thread.hpp"
#include "threading/errors.hpp"
#include "threading/time.hpp"

namespace threading {

class Timer : public Thread {
 public:
  Timer(Duration interval, std::function<void()> function)
      : interval_(interval), function_(std::move(function)) {}

  ~Timer() override {
    cancel();
    if (is_alive()) join();
  }

  void cancel() {
    const std::lock_guard guard(mutex_);
    is_cancelled_ = true;
    changed_.notify_all();
  }

 protected:
  void run() override {
    const Deadline deadline(interval_);
    std::unique_lock guard(mutex_);
    if (changed_.wait_until(guard, *deadline.moment(), [this] { return is_cancelled_; })) return;
    guard.unlock();
    function_();
  }

 private:
  const Duration interval_;
  const std::function<void()> function_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool is_cancelled_ = false;
};

}  // namespace threading
