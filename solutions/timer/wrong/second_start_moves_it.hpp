// verdict: wrong // judge: explore
// A second start throws, and yet the interval begins anew.
#pragma once

#include <atomic>
#include <functional>
#include <mutex>
#include <optional>
#include <utility>

#include "event/event.hpp"
#include "thread/thread.hpp"
#include "threading/errors.hpp"
#include "threading/time.hpp"

namespace threading {

// A thread as the last member, and an Event for the cancel.
class Timer {
 public:
  Timer(Duration interval, std::function<void()> function)
      : interval_(interval), function_(std::move(function)), thread_([this] { run(); }) {
    if (interval < Duration::zero()) throw ValueError("negative");
  }

  Timer(const Timer&) = delete;
  Timer& operator=(const Timer&) = delete;
  ~Timer() {
    cancel();
    if (started_.load()) thread_.join();
  }

  void start() {
    {
      const std::lock_guard guard(mutex_);
      deadline_.emplace(interval_);
    }
    if (started_.exchange(true)) throw RuntimeError("started already");
    thread_.start();
  }

  void cancel() { cancelled_.set(); }
  void join() { thread_.join(); }

 private:
  void run() {
    for (;;) {
      Timeout left;
      {
        const std::lock_guard guard(mutex_);
        left = deadline_->left();
      }
      if (cancelled_.wait(left)) return;
      if (*left == Duration::zero()) break;
    }
    function_();
  }

  const Duration interval_;
  const std::function<void()> function_;
  std::optional<Deadline> deadline_;
  Event cancelled_;
  std::mutex mutex_;
  std::atomic<bool> started_ = false;
  Thread thread_;
};

}  // namespace threading
