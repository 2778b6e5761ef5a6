#pragma once

#include <atomic>
#include <cstddef>
#include <thread>
#include <utility>

#include "lock/lock.hpp"
#include "threading/errors.hpp"
#include "threading/lockable.hpp"
#include "threading/time.hpp"

namespace threading {

// A lock that its owner may take again: a Lock, and a note of who holds it and how deep. Any
// thread may call any function at any time; the lock may be destroyed as soon as the last call on
// it has returned. Errors: ValueError for arguments that make no sense together, RuntimeError for
// releasing what the caller does not own; neither changes anything.
//
// The owner's note is written by the holder of lock_ alone, and each thread compares it with
// itself alone: the answer "it is me" can only have been written by me, and "it is not me" stays
// true until I acquire. So a relaxed read is enough, however old the value that it returns.
//
// Memory ordering: lock_'s. Everything done before the release() that frees it happens before
// whatever follows the acquire() that takes it next.
class RLock : public Lockable<RLock> {
 public:
  bool acquire(bool blocking = true, Timeout timeout = {}) {
    if (!blocking && timeout) throw ValueError("a call that does not block takes no timeout");
    if (timeout && *timeout < Duration::zero()) throw ValueError("timeout must not be negative");
    if (is_owned()) {
      ++depth_;
      return true;
    }
    if (!lock_.acquire(blocking, timeout)) return false;
    become_owner(1);
    return true;
  }

  void release() {
    require_owned();
    if (--depth_ == 0) free();
  }

  [[nodiscard]] bool locked() const { return lock_.locked(); }

  [[nodiscard]] bool is_owned() const {
    // Pairs with this thread's own stores, see above: nobody else's can make it true.
    return owner_.load(std::memory_order_relaxed) == std::this_thread::get_id();
  }

  // The calling thread's: 0 when it does not own the lock.
  [[nodiscard]] std::size_t recursion_count() const { return is_owned() ? depth_ : 0; }

  // For Condition: gives the lock up whatever its depth, and says how deep that was.
  [[nodiscard]] std::size_t release_save() {
    require_owned();
    const std::size_t depth = std::exchange(depth_, 0);
    free();
    return depth;
  }

  // For Condition: takes the lock back as deep as it was.
  void acquire_restore(std::size_t depth) {
    lock_.acquire();
    become_owner(depth);
  }

 private:
  void require_owned() const {
    if (!is_owned()) throw RuntimeError("release of a lock that this thread does not own");
  }

  // With lock_ held.
  void become_owner(std::size_t depth) {
    // Read by is_owned(); what it guards is ordered by lock_.
    owner_.store(std::this_thread::get_id(), std::memory_order_relaxed);
    depth_ = depth;
  }

  // The note goes first: once lock_ is free, it is the next owner's to write.
  void free() {
    // Read by is_owned(); what it guards is ordered by lock_.
    owner_.store(std::thread::id(), std::memory_order_relaxed);
    lock_.release();
  }

  Lock lock_;
  std::atomic<std::thread::id> owner_ = std::thread::id();
  std::size_t depth_ = 0;  // the owner's alone
};

}  // namespace threading
