#pragma once

#include <cstddef>
#include <functional>
#include <mutex>
#include <utility>

#include "condition/condition.hpp"
#include "lock/lock.hpp"
#include "threading/errors.hpp"
#include "threading/time.hpp"

namespace threading {

// A meeting point for a fixed number of threads, again and again. Any thread may call any
// function at any time; a barrier may be destroyed as soon as the last call on it has returned.
// It owns its action. Errors: ValueError for a barrier of no threads; BrokenBarrierError from
// wait(); and from wait() too, whatever the action throws.
//
// Each thread that arrives hangs up a ticket, and whoever ends the round (the last to arrive, a
// timeout, abort, reset) writes the outcome on every ticket and takes them all down in one step.
// A thread goes by its own ticket and by nothing else: so it cannot slip through a round that is
// not its own, and no later reset or abort can change what became of a round that is over.
//
// The action runs with the lock given up, so it may call any function but wait(), and others may
// time out, abort or reset meanwhile; its round then fails like any other. Threads that arrive
// during it belong to the next round and wait until it is over.
//
// Memory ordering: everything done by any thread of a round before its wait() happens before
// the action, and the action happens before whatever follows wait() in any of them. The lock
// sees to it.
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
    std::unique_lock guard(lock_);
    await_end_of_action(deadline);
    if (broken_) throw BrokenBarrierError("the barrier is broken");
    Ticket own{.index = arrived_};
    hang_up(own);
    if (arrived_ == parties_)
      complete(own, guard);
    else if (!changed_.wait_for([&] { return own.outcome != Outcome::open; }, deadline.left()))
      break_round();
    if (own.outcome == Outcome::failed) throw BrokenBarrierError("the round was broken off");
    return own.index;
  }

  void reset() {
    const std::lock_guard guard(lock_);
    end_round(Outcome::failed);
    broken_ = false;
  }

  void abort() {
    const std::lock_guard guard(lock_);
    break_round();
  }

  [[nodiscard]] std::size_t parties() const { return parties_; }

  [[nodiscard]] std::size_t n_waiting() const {
    const std::lock_guard guard(lock_);
    return arrived_;
  }

  [[nodiscard]] bool broken() const {
    const std::lock_guard guard(lock_);
    return broken_;
  }

 private:
  enum class Outcome { open, released, failed };

  struct Ticket {
    std::size_t index;
    Outcome outcome = Outcome::open;
    Ticket* next = nullptr;
  };

  void await_end_of_action(const Deadline& deadline) {
    const auto may_enter = [this] { return !is_acting_ || broken_; };
    if (!changed_.wait_for(may_enter, deadline.left())) break_round();
  }

  void hang_up(Ticket& ticket) {
    ticket.next = std::exchange(tickets_, &ticket);
    ++arrived_;
  }

  // Runs the action and releases the round, unless it was broken off meanwhile.
  void complete(const Ticket& own, std::unique_lock<Lock>& guard) {
    run_action(guard);
    if (own.outcome == Outcome::open) end_round(Outcome::released);
  }

  void run_action(std::unique_lock<Lock>& guard) {
    if (!action_) return;
    is_acting_ = true;
    guard.unlock();
    try {
      action_();
    } catch (...) {
      guard.lock();
      is_acting_ = false;
      break_round();
      throw;
    }
    guard.lock();
    is_acting_ = false;
    changed_.notify_all();
  }

  void break_round() {
    broken_ = true;
    end_round(Outcome::failed);
  }

  void end_round(Outcome outcome) {
    for (Ticket* each = tickets_; each != nullptr; each = each->next)
      each->outcome = outcome;
    tickets_ = nullptr;
    arrived_ = 0;
    changed_.notify_all();
  }

  const std::size_t parties_;
  const std::function<void()> action_;
  const Timeout timeout_;

  mutable Lock lock_;
  Condition<Lock> changed_{lock_};

  // Guarded by lock_. A ticket lives on its thread's stack, which stays inside wait() until the
  // ticket has been taken down.
  Ticket* tickets_ = nullptr;
  std::size_t arrived_ = 0;  // tickets hung up
  bool is_acting_ = false;   // a round is complete, and its action runs
  bool broken_ = false;
};

}  // namespace threading
