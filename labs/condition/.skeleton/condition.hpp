#pragma once

#include <cstddef>

#include "lock/lock.hpp"
#include "rlock/rlock.hpp"
#include "threading/errors.hpp"
#include "threading/lockable.hpp"
#include "threading/time.hpp"

namespace threading {

// Python's Condition: to wait, with a lock held, until another thread has changed what it guards.
// `./lockstep readme condition` has the contract; what you may build on is included above.
template <class L = RLock>
class Condition : public Lockable<Condition<L>> {
 public:
  Condition() {}
  explicit Condition(L& /*lock*/) {}

  bool acquire(bool /*blocking*/ = true, Timeout /*timeout*/ = {}) { return false; }  // to do
  void release() {}                                                                   // to do

  // Gives up the lock, sleeps until it is notified or the time is over, takes the lock back.
  // True: notified. False: the time was over.
  bool wait(Timeout /*timeout*/ = {}) {
    return false;  // to do
  }

  // Waits until `predicate()` is true, or the time is over. The predicate's last value.
  template <class P>
  bool wait_for(P /*predicate*/, Timeout /*timeout*/ = {}) {
    return false;  // to do
  }

  // Wakes the `n` threads that have waited longest, or as many as wait.
  void notify(std::size_t /*n*/ = 1) {}  // to do
  void notify_all() {}                   // to do
};

}  // namespace threading
