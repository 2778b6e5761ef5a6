// verdict: wrong
// After its action a round is ended without a look whether it is still the same: one that was reset
// meanwhile is over, and the next one, half full, is let through.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
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
    // Whoever comes while the action of a full round runs belongs to the next one.
    if (!wait_for(guard, deadline, [this] { return !acting_ || broken_; })) end(false);
    if (broken_) throw BrokenBarrierError("the barrier is broken");
    const std::uint64_t round = round_;
    const std::size_t index = count_++;
    if (count_ == parties_) {
      act(guard, round);
      return index;
    }
    ++waiting_in_[round];
    const bool over = wait_for(guard, deadline, [&] { return outcomes_.contains(round); });
    if (!over) end(false);
    const bool passed = outcomes_.at(round);
    if (--waiting_in_[round] == 0) {
      waiting_in_.erase(round);
      outcomes_.erase(round);
    }
    if (!passed) throw BrokenBarrierError("the barrier is broken");
    return index;
  }

  void reset() {
    const std::lock_guard guard(mutex_);
    if (count_ > 0) end(false);
    broken_ = false;
    changed_.notify_all();
  }
  void abort() {
    const std::lock_guard guard(mutex_);
    end(false);
  }

  [[nodiscard]] std::size_t parties() const { return parties_; }
  [[nodiscard]] std::size_t n_waiting() const {
    const std::lock_guard guard(mutex_);
    return acting_ ? parties_ : count_;
  }
  [[nodiscard]] bool broken() const {
    const std::lock_guard guard(mutex_);
    return broken_;
  }

 private:
  template <class Ready>
  bool wait_for(std::unique_lock<std::mutex>& guard, const Deadline& deadline, Ready ready) {
    if (deadline.moment()) return changed_.wait_until(guard, *deadline.moment(), ready);
    changed_.wait(guard, ready);
    return true;
  }

  void act(std::unique_lock<std::mutex>& guard, std::uint64_t round) {
    if (action_) {
      acting_ = true;
      guard.unlock();
      try {
        action_();
      } catch (...) {
        guard.lock();
        if (round == round_) end(false);
        throw;
      }
      guard.lock();
    }
    end(true);
  }

  // Ends the round that fills now.
  void end(bool passed) {
    if (waiting_in_.contains(round_)) outcomes_[round_] = passed;
    if (!passed) broken_ = true;
    acting_ = false;
    count_ = 0;
    ++round_;
    changed_.notify_all();
  }

  const std::size_t parties_;
  const std::function<void()> action_;
  const Timeout timeout_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::size_t count_ = 0;
  std::uint64_t round_ = 0;
  std::map<std::uint64_t, bool> outcomes_;
  std::map<std::uint64_t, std::size_t> waiting_in_;
  bool acting_ = false;
  bool broken_ = false;
};

}  // namespace threading
