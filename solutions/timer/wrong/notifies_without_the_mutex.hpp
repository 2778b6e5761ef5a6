// verdict: deadlock // judge: explore
// Sets an atomic flag and notifies without the mutex: a thread that has just looked at it, and is
// not asleep yet, sleeps on.
#pragma once

#include <atomic>
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
      : interval_(interval), function_(std::move(function)) {
    if (interval < Duration::zero()) throw ValueError("interval must not be negative");
  }

  ~Timer() override {
    cancel();
    if (is_alive()) join();
  }

  void cancel() {
    is_cancelled_ = true;
    changed_.notify_all();
  }

 protected:
  void run() override {
    const Deadline deadline(interval_);
    std::unique_lock guard(mutex_);
    if (changed_.wait_until(guard, *deadline.moment(), [this] { return is_cancelled_.load(); }))
      return;
    guard.unlock();
    function_();
  }

 private:
  const Duration interval_;
  const std::function<void()> function_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::atomic<bool> is_cancelled_ = false;
};

}  // namespace threading
