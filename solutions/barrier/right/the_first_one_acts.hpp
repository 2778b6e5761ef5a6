// Whoever came first acts: the last to come only wakes it, and it frees the others.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <functional>
#include <memory>
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
    if (broken_) throw BrokenBarrierError("the barrier is broken");
    const std::shared_ptr<Round> round = round_;
    const std::size_t index = round->arrived++;
    if (round->arrived == parties_) fill(*round);
    const auto is_decided = [&] { return round->state != State::filling; };
    if (!deadline.moment())
      changed_.wait(guard, is_decided);
    else if (!changed_.wait_until(guard, *deadline.moment(), is_decided))
      break_it();
    if (index == 0 && round->state == State::full) act(*round);
    changed_.wait(guard, [&] { return round->state != State::full; });
    if (round->state == State::failed) throw BrokenBarrierError("the round was broken off");
    return index;
  }

  void reset() {
    const std::lock_guard guard(mutex_);
    end_open_round();
    broken_ = false;
  }

  void abort() {
    const std::lock_guard guard(mutex_);
    break_it();
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
  enum class State { filling, full, released, failed };

  struct Round {
    std::size_t arrived = 0;
    State state = State::filling;
  };

  // Nothing but its action can break a round off that is full.
  void fill(Round& round) {
    round.state = State::full;
    round_ = std::make_shared<Round>();
    changed_.notify_all();
  }

  void act(Round& round) {
    try {
      if (action_) action_();
    } catch (...) {
      round.state = State::failed;
      break_it();
      throw;
    }
    round.state = State::released;
    changed_.notify_all();
  }

  void break_it() {
    broken_ = true;
    end_open_round();
  }

  void end_open_round() {
    round_->state = State::failed;
    round_ = std::make_shared<Round>();
    changed_.notify_all();
  }

  const std::size_t parties_;
  const std::function<void()> action_;
  const Timeout timeout_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::shared_ptr<Round> round_ = std::make_shared<Round>();  // the one that fills
  bool broken_ = false;
};

}  // namespace threading
