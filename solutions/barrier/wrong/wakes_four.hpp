// verdict: deadlock // judge: explore
// Wakes four of those who wait, never more.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <utility>

#include "threading/errors.hpp"
#include "threading/futex.hpp"
#include "threading/time.hpp"

namespace threading {

class Barrier {
  static constexpr std::uint32_t kOpen = 0, kPassed = 1, kBroken = 2;
  struct Round {
    std::atomic<std::uint32_t> word{kOpen};
    std::atomic<std::size_t> came{0};
  };

 public:
  explicit Barrier(std::size_t parties, std::function<void()> action = {}, Timeout timeout = {})
      : parties_(parties), action_(std::move(action)), timeout_(timeout) {
    if (parties == 0) throw ValueError("a barrier for nobody");
    round_ = std::make_shared<Round>();
  }

  Barrier(const Barrier&) = delete;
  Barrier& operator=(const Barrier&) = delete;
  std::size_t wait(Timeout timeout = {}) {
    const Deadline deadline(timeout ? timeout : timeout_);
    std::shared_ptr<Round> mine;
    std::size_t index;
    {
      std::lock_guard g(m_);
      if (broken_) throw BrokenBarrierError("broken");
      mine = round_;
      index = mine->came.load(std::memory_order_relaxed);
      if (index + 1 == parties_) {
        auto next = std::make_shared<Round>();
        mine->came.store(index + 1, std::memory_order_relaxed);
        try {
          if (action_) action_();
        } catch (...) {
          broken_ = true;
          finish(std::move(next), kBroken);
          throw;
        }
        finish(std::move(next), kPassed);
        return index;
      }
      mine->came.store(index + 1, std::memory_order_relaxed);
    }
    std::uint32_t state;
    while ((state = mine->word.load(std::memory_order_acquire)) == kOpen) {
      if (deadline.passed()) {
        auto next = std::make_shared<Round>();
        std::lock_guard g(m_);
        if (mine->word.load(std::memory_order_acquire) == kOpen) {
          broken_ = true;
          finish(std::move(next), kBroken);
        }
        continue;
      }
      futex_wait(mine->word, kOpen, deadline.left());
    }
    if (state == kBroken) throw BrokenBarrierError("broken");
    return index;
  }

  void reset() {
    auto next = std::make_shared<Round>();
    std::lock_guard g(m_);
    broken_ = false;
    finish(std::move(next), kBroken);
  }

  void abort() {
    auto next = std::make_shared<Round>();
    std::lock_guard g(m_);
    broken_ = true;
    finish(std::move(next), kBroken);
  }

  [[nodiscard]] std::size_t parties() const { return parties_; }
  [[nodiscard]] std::size_t n_waiting() const {
    std::lock_guard g(m_);
    return round_->came.load(std::memory_order_relaxed);
  }

  [[nodiscard]] bool broken() const { return broken_.load(std::memory_order_acquire); }

 private:
  void finish(std::shared_ptr<Round> next, std::uint32_t outcome) {
    const auto old = std::exchange(round_, std::move(next));
    old->word.store(outcome, std::memory_order_release);
    futex_wake(old->word, static_cast<int>(std::min<std::size_t>(parties_ - 1, 4)));
  }

  const std::size_t parties_;
  const std::function<void()> action_;
  const Timeout timeout_;
  mutable std::mutex m_;
  std::shared_ptr<Round> round_;
  std::atomic<bool> broken_{false};
};

}  // namespace threading
