// verdict: wrong // judge: explore
// Keeps the depth of the lock in eight bits while it waits.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <type_traits>

#include "rlock/rlock.hpp"
#include "threading/errors.hpp"
#include "threading/futex.hpp"
#include "threading/lockable.hpp"
#include "threading/time.hpp"

namespace threading {

template <class L = RLock>
class Condition : public Lockable<Condition<L>> {
  struct Node {
    std::atomic<std::uint32_t> meant = 0;
    Node* next = nullptr;
  };

 public:
  Condition() : own_(std::make_unique<L>()), lock_(*own_) {}
  explicit Condition(L& lock) : lock_(lock) {}

  bool acquire(bool blocking = true, Timeout timeout = {}) {
    return lock_.acquire(blocking, timeout);
  }

  void release() { lock_.release(); }

  bool wait(Timeout timeout = {}) {
    require_held();
    const Deadline deadline(timeout);
    Node self;
    Node** at = &head_;
    while (*at != nullptr)
      at = &(*at)->next;
    *at = &self;
    const std::uint8_t depth = static_cast<std::uint8_t>(give_up());
    while (self.meant.load(std::memory_order_acquire) == 0 && !deadline.passed())
      futex_wait(self.meant, 0, deadline.left());
    take_back(depth);
    if (self.meant.load(std::memory_order_relaxed) != 0) return true;
    at = &head_;
    while (*at != &self)
      at = &(*at)->next;
    *at = self.next;
    return false;
  }

  template <class P>
  bool wait_for(P predicate, Timeout timeout = {}) {
    const Deadline deadline(timeout);
    for (;;) {
      if (predicate()) return true;
      if (deadline.passed()) return false;
      wait(deadline.left());
    }
  }

  void notify(std::size_t n = 1) {
    require_held();
    for (; n > 0 && head_ != nullptr; --n) {
      Node* const first = head_;
      head_ = first->next;
      first->meant.store(1, std::memory_order_release);
      futex_wake(first->meant, 1);
    }
  }

  void notify_all() { notify(SIZE_MAX); }

 private:
  void require_held() const {
    if constexpr (std::is_same_v<L, RLock>) {
      if (!lock_.is_owned()) throw RuntimeError("not held");
    } else {
      if (!lock_.locked()) throw RuntimeError("not held");
    }
  }

  std::size_t give_up() {
    if constexpr (std::is_same_v<L, RLock>)
      return lock_.release_save();
    else
      return lock_.release(), std::size_t{1};
  }

  void take_back(std::size_t depth) {
    if constexpr (std::is_same_v<L, RLock>)
      lock_.acquire_restore(depth);
    else
      lock_.acquire();
  }

  std::unique_ptr<L> own_;
  L& lock_;
  Node* head_ = nullptr;
};

}  // namespace threading
