// verdict: wrong
// A cancel waits until the timer is over: it does not return while the function runs.
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
      : interval_(interval), function_(std::move(function)) {
    if (interval < Duration::zero()) throw ValueError("interval must not be negative");
  }

  ~Timer() override {
    cancel();
    if (is_alive()) join();
  }

  void cancel() {
    {
      const std::lock_guard guard(mutex_);
      is_cancelled_ = true;
      changed_.notify_all();
    }
    if (is_alive() && ident() != std::this_thread::get_id()) join();
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
