#include <chrono>
#include <mutex>

#include "harness/check.hpp"
#include "harness/scenario.hpp"
#include "harness/threads.hpp"
#include "labs/condition/subject.hpp"
#include "labs/condition/waiters.hpp"
#include "threading/errors.hpp"

// What a student may read before writing a line: the contract of a Condition, call by call.
namespace {

using namespace std::chrono_literals;
using harness::Threads;
using subject::Condition;
using subject::Lock;
using subject::RLock;
using threading::RuntimeError;
using waiters::Outcome;
using waiters::Waiter;
using Clock = std::chrono::steady_clock;

SCENARIO(Condition, TakesAndFreesItsLock, behaviour,
         "`acquire`/`release`/`lock`/`try_lock`/`unlock` are its lock's.") {
  Lock lock;
  Condition<Lock> condition(lock);
  CHECK(condition.acquire(), "`acquire` of a free condition did not return true");
  CHECK(lock.locked(), "`acquire` of the condition did not acquire its lock");
  condition.release();
  CHECK(!lock.locked(), "`release` of the condition did not free its lock");
  {
    const std::lock_guard guard(condition);
    CHECK(lock.locked(), "`lock` of the condition did not acquire its lock");
    CHECK(!condition.try_lock(), "`try_lock` acquired a lock that was held");
  }
  CHECK(!lock.locked(), "`unlock` of the condition did not free its lock");
}

SCENARIO(Condition, MakesItsOwnRLockWhereItIsGivenNone, behaviour, "`Condition()` owns its lock.") {
  Condition<> condition;
  CHECK(condition.acquire(), "`acquire` of a free condition did not return true");
  CHECK(condition.try_lock(), "a Condition without arguments has no RLock: it is not re-entrant");
  condition.release();
  condition.release();
  CHECK_THROWS(condition.release(), RuntimeError, "one `release` more than `acquire`s");
}

SCENARIO(Condition, WantsTheLockHeld, behaviour,
         "`wait` and `notify` without the lock held: `RuntimeError`.") {
  Condition<RLock> condition;
  CHECK_THROWS(condition.wait(), RuntimeError, "`wait` without the lock");
  CHECK_THROWS(condition.wait(1ms), RuntimeError, "`wait` with a timeout, without the lock");
  CHECK_THROWS(condition.notify(), RuntimeError, "`notify` without the lock");
  CHECK_THROWS(condition.notify_all(), RuntimeError, "`notify_all` without the lock");
}

SCENARIO(Condition, NotifyWakesOneWaiter, interleaving,
         "`notify(n)` wakes at most n of the threads that were waiting before it.") {
  Condition<Lock> condition;
  Threads threads;
  Waiter first(threads, "first", condition);
  Waiter second(threads, "second", condition);
  waiters::notify(condition);
  CHECK_IS_WOKEN(first, "`notify` did not wake the one that has waited longest");
  CHECK_BLOCKED(second, "one `notify` woke two waiters");
  waiters::notify_all(condition);
  CHECK_WAKES(second, "`notify_all` left a waiter asleep");
  CHECK(first.outcome() == Outcome::notified && second.outcome() == Outcome::notified,
        "`wait` without a timeout returned false");
}

SCENARIO(Condition, ANotifyWithoutAWaiterIsLost, behaviour, "A notify with no waiter is lost.") {
  Condition<Lock> condition;
  waiters::notify(condition);
  waiters::notify_all(condition);
  Threads threads;
  Waiter waiter(threads, "waiter", condition);  // checks that it waits
  waiters::notify(condition);
}

SCENARIO(Condition, AWaitThatTimesOutReturnsFalse, behaviour,
         "`wait` returns false on a timeout; the lock is held again either way.") {
  Lock lock;
  Condition<Lock> condition(lock);
  condition.acquire();
  const auto begin = Clock::now();
  CHECK(!condition.wait(5ms), "`wait` returned true although nobody notified");
  CHECK(Clock::now() - begin >= 5ms, "`wait` gave up before its time was over");
  CHECK(lock.locked(), "after a timeout `wait` returned without the lock");
  condition.release();
}

SCENARIO(Condition, WaitForReturnsThePredicatesLastValue, behaviour,
         "`wait_for` returns the predicate's last value.") {
  Condition<RLock> condition;
  condition.acquire();
  CHECK(condition.wait_for([] { return true; }), "`wait_for` a predicate that holds: false");
  const auto begin = Clock::now();
  CHECK(!condition.wait_for([] { return false; }, 5ms),
        "`wait_for` returned true for a predicate that never held");
  CHECK(Clock::now() - begin >= 5ms, "`wait_for` gave up before its time was over");
  condition.release();
}

// The schedule that every student should find first: the change comes between the look at what
// the lock guards and the falling asleep.
template <class L>
void hand_over_a_value() {
  Condition<L> condition;
  bool ready = false;
  int value = 0;
  Threads threads;
  threads.spawn("producer", [&] {
    condition.acquire();
    value = 42;
    ready = true;
    condition.notify();
    condition.release();
  });
  condition.acquire();
  while (!ready)
    CHECK(condition.wait(), "`wait` without a timeout returned false");
  CHECK_EQ(value, 42, "what was written before `notify` is not to be seen after `wait`");
  condition.release();
}

SCENARIO(Condition, NoWakeUpIsLostWithALock, interleaving,
         "`wait` gives up the lock and falls asleep in one step.") {
  hand_over_a_value<Lock>();
}

SCENARIO(Condition, NoWakeUpIsLostWithAnRLock, interleaving,
         "`wait` gives up the lock and falls asleep in one step.") {
  hand_over_a_value<RLock>();
}

}  // namespace
