// One thread for all timers: it sleeps until the next is due, and has each function called by a
// thread of its own. A timer that is cancelled is over at once.
#pragma once

#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <thread>
#include <utility>

#include "thread/thread.hpp"
#include "threading/errors.hpp"
#include "threading/time.hpp"

namespace threading {

class Timer {
 public:
  Timer(Duration interval, std::function<void()> function)
      : interval_(interval), function_(std::move(function)) {
    if (interval < Duration::zero()) throw ValueError("negative interval");
  }
  Timer(const Timer&) = delete;
  Timer& operator=(const Timer&) = delete;
  ~Timer() {
    cancel();
    std::unique_lock guard(schedule().mutex);
    if (phase_ != Phase::made) wait_until_over(guard);
  }

  void start() {
    Schedule& all = schedule();
    const std::lock_guard guard(all.mutex);
    if (was_started_) throw RuntimeError("started already");
    was_started_ = true;
    if (phase_ == Phase::over) return;
    phase_ = Phase::waiting;
    due_ = all.timers.emplace(*Deadline(interval_).moment(), this);
    if (!all.is_served) {
      all.is_served = true;
      std::thread(&serve).detach();
    }
    all.changed.notify_all();
  }

  void cancel() {
    Schedule& all = schedule();
    const std::lock_guard guard(all.mutex);
    if (phase_ == Phase::waiting) all.timers.erase(due_);
    if (phase_ == Phase::made || phase_ == Phase::waiting) phase_ = Phase::over;
    all.changed.notify_all();
  }

  void join() {
    std::unique_lock guard(schedule().mutex);
    if (!was_started_) throw RuntimeError("not started");
    if (caller_ == std::this_thread::get_id()) throw RuntimeError("joins itself");
    wait_until_over(guard);
  }

 private:
  enum class Phase { made, waiting, calling, over };
  using Timers = std::multimap<Deadline::Clock::time_point, Timer*>;

  struct Schedule {
    std::mutex mutex;
    std::condition_variable changed;
    Timers timers;
    bool is_served = false;
  };

  static Schedule& schedule() {
    static auto* const immortal = new Schedule;
    return *immortal;
  }

  // While the function runs, and no longer: another thread may get the same id afterwards.
  struct CallerIsHere {
    explicit CallerIsHere(Timer& timer) : timer_(timer) { set(std::this_thread::get_id()); }
    ~CallerIsHere() { set({}); }
    CallerIsHere(const CallerIsHere&) = delete;
    CallerIsHere& operator=(const CallerIsHere&) = delete;

    void set(std::thread::id id) {
      const std::lock_guard guard(schedule().mutex);
      timer_.caller_ = id;
    }
    Timer& timer_;
  };

  void wait_until_over(std::unique_lock<std::mutex>& guard) {
    schedule().changed.wait(guard, [this] { return phase_ == Phase::over; });
  }

  // The server ends when there is nothing left to wait for, and is started anew for the next.
  static void serve() {
    Schedule& all = schedule();
    std::unique_lock guard(all.mutex);
    while (!all.timers.empty()) {
      const auto [moment, timer] = *all.timers.begin();
      if (moment > Deadline::Clock::now()) {
        all.changed.wait_until(guard, moment);
        continue;
      }
      all.timers.erase(all.timers.begin());
      timer->phase_ = Phase::calling;
      std::thread([timer = timer] { timer->call(); }).detach();
    }
    all.is_served = false;
  }

  void call() {
    Thread caller([this] {
      const CallerIsHere here(*this);
      function_();
    });
    caller.start();
    caller.join();
    const std::lock_guard guard(schedule().mutex);
    phase_ = Phase::over;
    schedule().changed.notify_all();
  }

  const Duration interval_;
  const std::function<void()> function_;
  bool was_started_ = false;
  Phase phase_ = Phase::made;
  Timers::iterator due_;
  std::thread::id caller_;
};

}  // namespace threading
