// The flag on one side, a count of sleepers and a count of wake-ups on the other; relaxed
// operations and fences order them. What a release still touches is kept alive by a shared pointer.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>

#include "threading/errors.hpp"
#include "threading/futex.hpp"
#include "threading/lockable.hpp"
#include "threading/time.hpp"

namespace threading {

class Lock : public Lockable<Lock> {
  struct State {
    std::atomic<bool> held{false};
    std::atomic<std::uint32_t> sleepers{0};
    std::atomic<std::uint32_t> generation{0};
  };

 public:
  bool acquire(bool blocking = true, Timeout timeout = {}) {
    if (timeout && (!blocking || *timeout < Duration::zero()))
      throw ValueError("a timeout that is negative, or of a call that does not block");
    if (!state_->held.exchange(true, std::memory_order_relaxed)) return got();
    if (!blocking) return false;
    const Deadline deadline(timeout);
    const std::shared_ptr<State> keep = state_;
    keep->sleepers.fetch_add(1, std::memory_order_relaxed);
    bool mine = false;
    for (;;) {
      const std::uint32_t seen = keep->generation.load(std::memory_order_acquire);
      std::atomic_thread_fence(std::memory_order_seq_cst);
      mine = !keep->held.exchange(true, std::memory_order_relaxed);
      if (mine || deadline.passed()) break;
      futex_wait(keep->generation, seen, deadline.left());
    }
    keep->sleepers.fetch_sub(1, std::memory_order_relaxed);
    return mine && got();
  }
  void release() {
    const std::shared_ptr<State> keep = state_;
    std::atomic_thread_fence(std::memory_order_release);
    if (!keep->held.exchange(false, std::memory_order_relaxed))
      throw RuntimeError("release of an unlocked lock");
    std::atomic_thread_fence(std::memory_order_seq_cst);
    if (keep->sleepers.load(std::memory_order_relaxed) != 0) {
      keep->generation.fetch_add(1, std::memory_order_release);
      futex_wake(keep->generation, kEveryone);
    }
  }
  [[nodiscard]] bool locked() const { return state_->held.load(std::memory_order_relaxed); }

 private:
  static bool got() {
    std::atomic_thread_fence(std::memory_order_acquire);
    return true;
  }
  std::shared_ptr<State> state_ = std::make_shared<State>();
};

}  // namespace threading
