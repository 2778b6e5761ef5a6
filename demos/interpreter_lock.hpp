#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>

namespace demos {

// CPython's global interpreter lock, in its essence: who computes holds it. Where somebody else
// wants it, the holder gives it up after an interval, and waits until it was really taken.
// (CPython's interval is 5 ms, unless sys.setswitchinterval() says otherwise. Here it is 1 ms, for
// the demo's computations are short.) Any thread may call any function; offer() and release() with
// the lock held.
//
// Source: CPython 3.12, Python/ceval_gil.c.
class InterpreterLock {
 public:
  void acquire() {
    std::unique_lock guard(mutex_);
    take(guard);
  }

  void release() {
    const std::lock_guard guard(mutex_);
    held_ = false;
    changed_.notify_all();
  }

  // To be called between two steps of a computation.
  void offer() {
    if (Clock::now() - taken_at_ < kInterval) return;
    std::unique_lock guard(mutex_);
    taken_at_ = Clock::now();
    if (waiting_ == 0) return;
    const std::uint64_t mine = turn_;
    held_ = false;
    changed_.notify_all();
    changed_.wait(guard, [this, mine] { return turn_ != mine; });
    take(guard);
  }

 private:
  using Clock = std::chrono::steady_clock;
  static constexpr std::chrono::microseconds kInterval{200};

  void take(std::unique_lock<std::mutex>& guard) {
    ++waiting_;
    changed_.wait(guard, [this] { return !held_; });
    --waiting_;
    held_ = true;
    ++turn_;
    taken_at_ = Clock::now();
    changed_.notify_all();
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  bool held_ = false;
  int waiting_ = 0;
  std::uint64_t turn_ = 0;      // how often it was taken
  Clock::time_point taken_at_;  // the holder's alone
};

}  // namespace demos
