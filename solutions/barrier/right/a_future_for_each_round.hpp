// Each round has a promise, which whoever ends it keeps; and its threads wait for the future.
#pragma once

#include <cstddef>
#include <functional>
#include <future>
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
    if (round->arrived == parties_) complete(*round);
    guard.unlock();
    await_end(*round, deadline);
    if (!round->passed.get()) throw BrokenBarrierError("the round was broken off");
    return index;
  }

  void reset() {
    const std::lock_guard guard(mutex_);
    end_round(false);
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
  struct Round {
    std::size_t arrived = 0;
    bool is_open = true;
    std::promise<bool> outcome;
    const std::shared_future<bool> passed{outcome.get_future()};
  };

  void complete(const Round& round) {
    try {
      if (action_) action_();
    } catch (...) {
      break_round();
      throw;
    }
    if (round.is_open) end_round(true);
  }

  void await_end(const Round& round, const Deadline& deadline) {
    if (!deadline.moment()) return round.passed.wait();
    if (round.passed.wait_until(*deadline.moment()) == std::future_status::ready) return;
    const std::lock_guard guard(mutex_);
    if (round.is_open) break_round();
  }

  void break_round() {
    broken_ = true;
    end_round(false);
  }

  void end_round(bool passed) {
    const auto ended = std::exchange(round_, std::make_shared<Round>());
    ended->is_open = false;
    ended->outcome.set_value(passed);
  }

  const std::size_t parties_;
  const std::function<void()> action_;
  const Timeout timeout_;
  mutable std::mutex mutex_;
  std::shared_ptr<Round> round_ = std::make_shared<Round>();
  bool broken_ = false;
};

}  // namespace threading
