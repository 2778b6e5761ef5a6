// verdict: deadlock // judge: explore
// Keeps how a round ended in one of four places, and a late one finds another round there.
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
  static constexpr std::size_t kRounds = 4;
  enum class Outcome { kOpen, kPassed, kBroken };

 public:
  explicit Barrier(std::size_t parties, std::function<void()> action = {}, Timeout timeout = {})
      : parties_(parties), action_(std::move(action)), timeout_(timeout) {
    if (parties == 0) throw ValueError("a barrier for nobody");
  }

  Barrier(const Barrier&) = delete;
  Barrier& operator=(const Barrier&) = delete;
  std::size_t wait(Timeout timeout = {}) {
    const Deadline deadline(timeout ? timeout : timeout_);
    std::unique_lock g(m_);
    if (broken_) throw BrokenBarrierError("broken");
    const Outcome* const mine = &outcomes_[round_ % kRounds];
    const std::size_t index = waiting_++;
    if (waiting_ == parties_) {
      try {
        if (action_) action_();
      } catch (...) {
        broken_ = true;
        end(Outcome::kBroken);
        throw;
      }
      end(Outcome::kPassed);
      return index;
    }
    while (*mine == Outcome::kOpen) {
      if (!deadline.moment()) {
        cv_.wait(g);
        continue;
      }
      if (deadline.passed()) {
        broken_ = true;
        end(Outcome::kBroken);
        break;
      }
      cv_.wait_until(g, *deadline.moment());
    }
    if (*mine == Outcome::kBroken) throw BrokenBarrierError("broken");
    return index;
  }

  void reset() {
    std::lock_guard g(m_);
    broken_ = false;
    end(Outcome::kBroken);
  }

  void abort() {
    std::lock_guard g(m_);
    broken_ = true;
    end(Outcome::kBroken);
  }

  [[nodiscard]] std::size_t parties() const { return parties_; }
  [[nodiscard]] std::size_t n_waiting() const {
    std::lock_guard g(m_);
    return waiting_;
  }

  [[nodiscard]] bool broken() const {
    std::lock_guard g(m_);
    return broken_;
  }

 private:
  void end(Outcome outcome) {
    outcomes_[round_ % kRounds] = outcome;
    ++round_;
    outcomes_[round_ % kRounds] = Outcome::kOpen;
    waiting_ = 0;
    cv_.notify_all();
  }

  const std::size_t parties_;
  const std::function<void()> action_;
  const Timeout timeout_;
  mutable std::mutex m_;
  std::condition_variable cv_;
  std::size_t round_ = 0;
  Outcome outcomes_[kRounds] = {};
  std::size_t waiting_ = 0;
  bool broken_ = false;
};

}  // namespace threading
