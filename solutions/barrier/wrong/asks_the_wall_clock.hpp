// verdict: wrong // judge: explore
// Waits until a time of the wall clock: who sets that makes it wait too long, or not at all.
#pragma once

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <utility>

#include "threading/errors.hpp"
#include "threading/time.hpp"

namespace threading {

// The stand-in: each round is an object of its own, shared by the threads that belong to it, and
// a std::mutex with a condition variable guards them all. Any thread may call any function; it
// owns its members. Errors: ValueError, BrokenBarrierError, and whatever the action throws.
//
// Memory ordering: the mutex's. The action runs with the mutex held.
class Barrier {
 public:
  explicit Barrier(std::size_t parties, std::function<void()> action = {}, Timeout timeout = {})
      : parties_(parties), action_(std::move(action)), timeout_(timeout) {
    if (parties == 0) throw ValueError("a barrier needs at least one party");
  }
  Barrier(const Barrier&) = delete;
  Barrier& operator=(const Barrier&) = delete;

  std::size_t wait(Timeout timeout = {}) {
    const Deadline deadline(timeout ? timeout : timeout_);
    std::unique_lock guard(mutex_);
    if (broken_) throw BrokenBarrierError("the barrier is broken");
    const std::shared_ptr<Round> round = round_;
    const std::size_t index = round->arrived++;
    if (round->arrived == parties_)
      complete(*round);
    else
      await_end(*round, deadline, guard);
    if (round->state == State::failed) throw BrokenBarrierError("the round was broken off");
    return index;
  }

  void reset() {
    const std::lock_guard guard(mutex_);
    end_round(State::failed);
    broken_ = false;
  }

  void abort() {
    const std::lock_guard guard(mutex_);
    break_round();
  }

  [[nodiscard]] std::size_t parties() const { return parties_; }

  [[nodiscard]] std::size_t n_waiting() const {
    const std::lock_guard guard(mutex_);
    return round_->arrived;
  }

  [[nodiscard]] bool broken() const {
    const std::lock_guard guard(mutex_);
    return broken_;
  }

 private:
  enum class State { open, released, failed };

  struct Round {
    std::size_t arrived = 0;
    State state = State::open;
  };

  void complete(const Round& round) {
    try {
      if (action_) action_();
    } catch (...) {
      break_round();
      throw;
    }
    if (round.state == State::open) end_round(State::released);
  }

  void await_end(const Round& round, const Deadline& deadline,
                 std::unique_lock<std::mutex>& guard) {
    const auto has_ended = [&round] { return round.state != State::open; };
    if (!deadline.moment())
      ended_.wait(guard, has_ended);
    else if (!ended_.wait_until(guard, time_of_the_wall(deadline), has_ended))
      break_round();
  }

  // No later than a day from now.
  static std::chrono::system_clock::time_point time_of_the_wall(const Deadline& deadline) {
    const Duration most = std::chrono::hours(24);
    return std::chrono::system_clock::now() + std::min(deadline.left().value_or(most), most);
  }

  void break_round() {
    broken_ = true;
    end_round(State::failed);
  }

  void end_round(State state) {
    auto next = std::make_shared<Round>();
    round_->state = state;
    round_ = std::move(next);
    ended_.notify_all();
  }

  const std::size_t parties_;
  const std::function<void()> action_;
  const Timeout timeout_;
  mutable std::mutex mutex_;
  std::condition_variable ended_;
  std::shared_ptr<Round> round_ = std::make_shared<Round>();
  bool broken_ = false;
};

}  // namespace threading
