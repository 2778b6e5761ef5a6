// verdict: race, memory
// Tells each thread the outcome in a relaxed order: a released thread need not see what the others
// wrote before they came.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <utility>

#include "threading/errors.hpp"
#include "threading/futex.hpp"
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
    const std::size_t index = arrived_++;
    if (arrived_ == parties_) {
      run_action();
      end_round(kReleased);
      return index;
    }
    Place own{.next = places_};
    places_ = &own;
    guard.unlock();
    await_outcome(own, deadline);
    if (own.outcome.load() == kFailed) throw BrokenBarrierError("the round was broken off");
    return index;
  }

  void reset() {
    const std::lock_guard guard(mutex_);
    end_round(kFailed);
    broken_ = false;
  }

  void abort() {
    const std::lock_guard guard(mutex_);
    break_round();
  }

  [[nodiscard]] std::size_t parties() const { return parties_; }

  [[nodiscard]] std::size_t n_waiting() const {
    const std::lock_guard guard(mutex_);
    return arrived_;
  }

  [[nodiscard]] bool broken() const {
    const std::lock_guard guard(mutex_);
    return broken_;
  }

 private:
  static constexpr std::uint32_t kOpen = 0;
  static constexpr std::uint32_t kReleased = 1;
  static constexpr std::uint32_t kFailed = 2;

  struct Place {
    Place* next;
    std::atomic<std::uint32_t> outcome = kOpen;
  };

  void run_action() {
    try {
      if (action_) action_();
    } catch (...) {
      break_round();
      throw;
    }
  }

  void await_outcome(const Place& own, const Deadline& deadline) {
    while (own.outcome.load() == kOpen) {
      if (futex_wait(own.outcome, kOpen, deadline.left())) continue;
      const std::lock_guard guard(mutex_);
      if (own.outcome.load() == kOpen) break_round();
    }
  }

  void break_round() {
    broken_ = true;
    end_round(kFailed);
  }

  // A place is its thread's again, and may be gone, as soon as it has its outcome.
  void end_round(std::uint32_t outcome) {
    for (Place* each = std::exchange(places_, nullptr); each != nullptr;) {
      Place* const next = each->next;
      std::atomic<std::uint32_t>& word = each->outcome;
      word.store(outcome, std::memory_order_relaxed);
      futex_wake(word, 1);
      each = next;
    }
    arrived_ = 0;
  }

  const std::size_t parties_;
  const std::function<void()> action_;
  const Timeout timeout_;
  mutable std::mutex mutex_;
  Place* places_ = nullptr;
  std::size_t arrived_ = 0;
  bool broken_ = false;
};

}  // namespace threading
