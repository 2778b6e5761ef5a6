#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <mutex>

#include "lock/lock.hpp"
#include "threading/errors.hpp"
#include "threading/futex.hpp"
#include "threading/lockable.hpp"
#include "threading/time.hpp"

namespace threading {

// A number of permits. Any thread may call any function at any time, and whoever releases need
// not have acquired; a semaphore may be destroyed as soon as the last call on it has returned.
// It owns its counter and the list's ends; each waiting thread owns its own place in the list.
// Errors: ValueError for arguments that make no sense; they change nothing.
//
// One counter says it all: as many permits as it is above zero, as many waiting threads as it is
// below. So release() learns in the very step that gives the permits away whether anybody
// waits, and where nobody does, that step is the whole call. A thread that waits does so on a
// word of its own, and a release hands its permit to that thread and no other: nobody can
// overtake it, and a thread whose time is over knows for certain whether it was handed one.
//
// Memory ordering: everything done before a release() happens before whatever follows the
// acquire() that takes one of its permits. An acquire() that fails orders nothing.
class Semaphore : public Lockable<Semaphore> {
 public:
  explicit Semaphore(std::ptrdiff_t value = 1)
      : Semaphore(value, std::numeric_limits<std::ptrdiff_t>::max()) {}

  bool acquire(bool blocking = true, Timeout timeout = {}) {
    if (!blocking && timeout) throw ValueError("a call that does not block takes no timeout");
    const bool may_wait = blocking && !(timeout && *timeout <= Duration::zero());
    return take_if_any() || (may_wait && wait_and_take(timeout));
  }

  void release(std::ptrdiff_t n = 1) {
    if (n < 1) throw ValueError("release of less than one permit");
    // Orders nothing: what it reads is confirmed by the exchange, or by the list's lock.
    std::ptrdiff_t count = count_.load(std::memory_order_relaxed);
    for (;;) {
      if (count < 0) {
        if (hand_over(n)) return;
        count = count_.load(std::memory_order_relaxed);  // as above
        continue;
      }
      check_room_for(n, count);
      // Pairs with take_if_any() and enqueue(). The semaphore may be gone after this.
      if (count_.compare_exchange_weak(count, count + n, std::memory_order_release,
                                       std::memory_order_relaxed))
        return;
    }
  }

 protected:
  // A release that would lift the value above `limit` is a ValueError.
  Semaphore(std::ptrdiff_t value, std::ptrdiff_t limit) : limit_(limit), count_(value) {
    if (value < 0) throw ValueError("the initial value must not be negative");
  }

 private:
  struct Waiter {
    std::atomic<std::uint32_t> has_permit = 0;
    Waiter* next = nullptr;
  };

  bool take_if_any() {
    // Orders nothing: what it reads is confirmed by the exchange.
    std::ptrdiff_t count = count_.load(std::memory_order_relaxed);
    while (count > 0) {
      // Pairs with the exchange in release() and the addition in hand_over().
      if (count_.compare_exchange_weak(count, count - 1, std::memory_order_acquire,
                                       std::memory_order_relaxed))
        return true;
    }
    return false;
  }

  bool wait_and_take(Timeout timeout) {
    const Deadline deadline(timeout);
    Waiter self;
    if (!enqueue(self)) return true;
    bool may_give_up = true;
    // Pairs with the store in hand_over().
    while (self.has_permit.load(std::memory_order_acquire) == 0) {
      if (futex_wait(self.has_permit, 0, may_give_up ? deadline.left() : std::nullopt)) continue;
      if (withdraw(self)) return false;
      may_give_up = false;  // off the list already: our permit is on its way
    }
    return true;
  }

  // False: there was a permit after all, and the caller has it.
  bool enqueue(Waiter& self) {
    const std::lock_guard guard(list_);
    // Pairs with the exchange in release() and the addition in hand_over().
    if (count_.fetch_sub(1, std::memory_order_acquire) > 0) return false;
    *end_ = &self;
    end_ = &self.next;
    return true;
  }

  // False: a release has taken it off the list before.
  bool withdraw(const Waiter& self) {
    const std::lock_guard guard(list_);
    Waiter** link = &first_;
    while (*link != nullptr && *link != &self)
      link = &(*link)->next;
    if (*link == nullptr) return false;
    *link = self.next;
    if (end_ == &self.next) end_ = link;
    count_.fetch_add(1, std::memory_order_relaxed);  // gives nothing away, so orders nothing
    return true;
  }

  // Gives n permits away, the longest-waiting threads first. False: nobody waits, nothing given.
  bool hand_over(std::ptrdiff_t n) {
    Waiter* waiter = take_waiters_for(n);
    if (waiter == nullptr) return false;
    // These threads are still inside acquire(), and so the semaphore lives, until the last of
    // them gets its permit: from there on neither the semaphore nor that waiter may be touched.
    while (waiter != nullptr) {
      Waiter* const next = waiter->next;
      std::atomic<std::uint32_t>& word = waiter->has_permit;
      word.store(1, std::memory_order_release);  // pairs with the load in wait_and_take()
      futex_wake(word, 1);
      waiter = next;
    }
    return true;
  }

  // Adds n and unlinks as many waiters as that is for.
  Waiter* take_waiters_for(std::ptrdiff_t n) {
    const std::lock_guard guard(list_);
    // Orders nothing: below zero the counter changes under this lock only.
    const std::ptrdiff_t count = count_.load(std::memory_order_relaxed);
    if (count >= 0) return nullptr;
    check_room_for(n, 0);
    // For the permits beyond the waiters; pairs with take_if_any() and enqueue().
    count_.fetch_add(n, std::memory_order_release);
    Waiter* const taken = first_;
    Waiter** link = &first_;
    for (std::ptrdiff_t left = std::min(n, -count); left > 0; --left)
      link = &(*link)->next;
    first_ = *link;
    *link = nullptr;
    if (first_ == nullptr) end_ = &first_;
    return taken;
  }

  void check_room_for(std::ptrdiff_t n, std::ptrdiff_t value) const {
    if (n > limit_ - value) throw ValueError("semaphore released too many times");
  }

  const std::ptrdiff_t limit_;
  std::atomic<std::ptrdiff_t> count_;

  // Guards the list, and every step of the counter to or from a value below zero: while it is
  // held, the list is as long as the counter is below zero.
  Lock list_;
  Waiter* first_ = nullptr;
  Waiter** end_ = &first_;
};

// A Semaphore whose value never exceeds its initial one: where a release would lift it above, it
// throws ValueError and changes nothing. All else as Semaphore.
class BoundedSemaphore : public Semaphore {
 public:
  explicit BoundedSemaphore(std::ptrdiff_t value = 1) : Semaphore(value, value) {}
};

}  // namespace threading
