// verdict: deadlock // judge: explore
// A thread that comes while a round is being left waits at the door, and looks only once whether it
// may enter: by the time it is awake, the fast ones may be leaving the next round.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <functional>
#include <mutex>
#include <utility>

#include "threading/errors.hpp"
#include "threading/time.hpp"

namespace threading {

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
    if (state_ == State::draining || state_ == State::resetting) changed_.wait(guard);
    if (state_ == State::broken) throw BrokenBarrierError("the barrier is broken");
    const std::size_t index = inside_++;
    try {
      if (inside_ == parties_)
        release_round();
      else
        await_end(deadline, guard);
    } catch (...) {
      leave();
      throw;
    }
    leave();
    return index;
  }

  void reset() {
    const std::lock_guard guard(mutex_);
    if (inside_ == 0)
      state_ = State::filling;
    else if (state_ != State::draining)
      state_ = State::resetting;
    changed_.notify_all();
  }

  void abort() {
    const std::lock_guard guard(mutex_);
    break_it();
  }

  [[nodiscard]] std::size_t parties() const { return parties_; }

  [[nodiscard]] std::size_t n_waiting() const {
    const std::lock_guard guard(mutex_);
    return state_ == State::filling ? inside_ : 0;
  }

  [[nodiscard]] bool broken() const {
    const std::lock_guard guard(mutex_);
    return state_ == State::broken;
  }

 private:
  enum class State { filling, draining, resetting, broken };

  void release_round() {
    try {
      if (action_) action_();
    } catch (...) {
      break_it();
      throw;
    }
    state_ = State::draining;
    changed_.notify_all();
  }

  void await_end(const Deadline& deadline, std::unique_lock<std::mutex>& guard) {
    const auto has_ended = [this] { return state_ != State::filling; };
    if (!deadline.moment())
      changed_.wait(guard, has_ended);
    else if (!changed_.wait_until(guard, *deadline.moment(), has_ended))
      break_it();
    if (state_ != State::draining) throw BrokenBarrierError("the round was broken off");
  }

  void leave() {
    if (--inside_ > 0 || state_ == State::broken) return;
    state_ = State::filling;
    changed_.notify_all();
  }

  void break_it() {
    state_ = State::broken;
    changed_.notify_all();
  }

  const std::size_t parties_;
  const std::function<void()> action_;
  const Timeout timeout_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  State state_ = State::filling;
  std::size_t inside_ = 0;  // threads that have come and not yet left
};

}  // namespace threading
