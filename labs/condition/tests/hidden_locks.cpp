#include <chrono>
#include <cstddef>
#include <memory>

#include "harness/check.hpp"
#include "harness/scenario.hpp"
#include "harness/threads.hpp"
#include "labs/condition/subject.hpp"
#include "labs/condition/waiters.hpp"
#include "threading/errors.hpp"

// The lock: held, shared, given up whole and taken back whole; and the end of a Condition.
namespace {

using namespace std::chrono_literals;
using harness::Thread;
using harness::Threads;
using subject::Condition;
using subject::Lock;
using subject::RLock;
using threading::RuntimeError;
using threading::ValueError;
using waiters::Waiter;

// ---- An RLock held k deep ----

SCENARIO(Condition, WaitGivesUpEveryDepth, interleaving,
         "With an RLock held k deep, `wait` gives up all k and takes back all k.") {
  RLock lock;
  Condition<RLock> condition(lock);
  Threads threads;
  threads.spawn("three deep", [&] {
    condition.acquire();
    condition.acquire();
    lock.acquire();
    CHECK(condition.wait(), "`wait` without a timeout returned false");
    CHECK_EQ(lock.recursion_count(), std::size_t{3}, "how deep the lock is held after `wait`");
    for (int i = 0; i < 3; ++i)
      condition.release();
    CHECK_THROWS(condition.release(), RuntimeError, "one `release` more than `acquire`s");
  });
  harness::settle();
  CHECK(condition.try_lock(), "`wait` with the RLock held three deep did not give it up");
  condition.notify();
  condition.release();
  threads.join();
  CHECK(!lock.locked(), "released as often as acquired, the lock is still held");
}

SCENARIO(Condition, EachThreadTakesBackItsOwnDepth, interleaving,
         "With an RLock held k deep, `wait` gives up all k and takes back all k.") {
  RLock lock;
  Condition<RLock> condition(lock);
  Threads threads;
  for (const std::size_t depth : {std::size_t{2}, std::size_t{1}}) {
    threads.spawn("waiter", [&lock, &condition, depth] {
      for (std::size_t i = 0; i < depth; ++i)
        condition.acquire();
      condition.wait();
      CHECK_EQ(lock.recursion_count(), depth, "how deep the lock is held after `wait`");
      for (std::size_t i = 0; i < depth; ++i)
        condition.release();
    });
    harness::settle();
  }
  waiters::notify_all(condition);
  threads.join();
  CHECK(!lock.locked(), "released as often as acquired, the lock is still held");
}

SCENARIO(Condition, ATimeoutTakesBackEveryDepth, behaviour,
         "With an RLock held k deep, `wait` gives up all k and takes back all k.") {
  RLock lock;
  Condition<RLock> condition(lock);
  lock.acquire();
  condition.acquire();
  CHECK(!condition.wait(1ms), "`wait` returned true although nobody notified");
  CHECK_EQ(lock.recursion_count(), std::size_t{2}, "how deep the lock is held after a timeout");
  CHECK(!condition.wait_for([] { return false; }, 1ms), "`wait_for` returned true");
  CHECK_EQ(lock.recursion_count(), std::size_t{2}, "how deep the lock is held after a timeout");
  lock.release();
  lock.release();
  CHECK(!lock.locked(), "released as often as acquired, the lock is still held");
}

SCENARIO(Condition, NoDepthIsTooDeep, behaviour,
         "With an RLock held k deep, `wait` gives up all k and takes back all k.") {
  constexpr std::size_t kDepth = 300;
  RLock lock;
  Condition<RLock> condition(lock);
  for (std::size_t i = 0; i < kDepth; ++i)
    lock.acquire();
  CHECK(!condition.wait(1ms), "`wait` returned true although nobody notified");
  CHECK_EQ(lock.recursion_count(), kDepth, "how deep the lock is held after a timeout");
  for (std::size_t i = 0; i < kDepth; ++i)
    lock.release();
  CHECK(!lock.locked(), "released as often as acquired, the lock is still held");
}

SCENARIO(Condition, WaitForGivesUpEveryDepth, interleaving,
         "With an RLock held k deep, `wait` gives up all k and takes back all k.") {
  Condition<RLock> condition;
  bool ready = false;
  Threads threads;
  threads.spawn("two deep", [&] {
    condition.acquire();
    condition.acquire();
    CHECK(condition.wait_for([&ready] { return ready; }), "`wait_for` returned false");
    condition.release();
    condition.release();
  });
  condition.acquire();
  ready = true;
  condition.notify();
  condition.release();
  threads.join();
  CHECK(condition.try_lock(), "released as often as acquired, the lock is still held");
  condition.release();
}

// ---- Without the lock ----

SCENARIO(Condition, WantsALockHeldToo, behaviour,
         "`wait` and `notify` without the lock held: `RuntimeError`.") {
  Lock lock;
  Condition<Lock> condition(lock);
  CHECK_THROWS(condition.wait(), RuntimeError, "`wait` without the lock");
  CHECK_THROWS(condition.wait(0ns), RuntimeError, "`wait` with a timeout, without the lock");
  CHECK_THROWS(condition.wait_for([] { return false; }), RuntimeError,
               "`wait_for` without the lock");
  CHECK_THROWS(condition.notify(), RuntimeError, "`notify` without the lock");
  CHECK_THROWS(condition.notify(0), RuntimeError, "`notify(0)` without the lock");
  CHECK_THROWS(condition.notify_all(), RuntimeError, "`notify_all` without the lock");
  CHECK(!lock.locked(), "a call that threw took the lock");
}

SCENARIO(Condition, WantsAnRLockHeldByTheCaller, behaviour,
         "`wait` and `notify` without the lock held: `RuntimeError`.") {
  RLock lock;
  Condition<RLock> condition(lock);
  lock.acquire();
  Threads threads;
  threads.spawn("other", [&condition] {
    CHECK_THROWS(condition.wait(1ms), RuntimeError, "`wait` while another thread owns the lock");
    CHECK_THROWS(condition.wait_for([] { return false; }, 1ms), RuntimeError,
                 "`wait_for` while another thread owns the lock");
    CHECK_THROWS(condition.notify(), RuntimeError, "`notify` while another thread owns the lock");
    CHECK_THROWS(condition.notify_all(), RuntimeError,
                 "`notify_all` while another thread owns the lock");
    CHECK_THROWS(condition.release(), RuntimeError, "`release` while another thread owns it");
  });
  threads.join();
  CHECK(lock.is_owned(), "a call that threw took the lock from its owner");
  lock.release();
}

SCENARIO(Condition, ACallWithoutTheLockLeavesNothingBehind, interleaving,
         "A call that throws changes nothing.") {
  Condition<RLock> condition;
  Threads threads;
  Thread& thrower = threads.spawn("thrower", [&condition] {
    CHECK_THROWS(condition.wait(), RuntimeError, "`wait` without the lock");
    CHECK_THROWS(condition.notify_all(), RuntimeError, "`notify_all` without the lock");
  });
  thrower.join();
  Waiter waiter(threads, "waiter", condition);
  CHECK_THROWS(condition.notify(), RuntimeError, "`notify` without the lock");
  CHECK_BLOCKED(waiter, "a `notify` that threw woke a waiter");
  waiters::notify(condition);
  CHECK_IS_WOKEN(waiter, "a `wait` that threw swallowed the notification of a thread that waits");
}

// ---- Its lock's functions ----

SCENARIO(Condition, AcquireTakesItsLocksArguments, behaviour,
         "`acquire`/`release`/`lock`/`try_lock`/`unlock` are its lock's.") {
  Lock lock;
  Condition<Lock> condition(lock);
  CHECK(condition.acquire(true, 1ms), "`acquire` of a free lock, with a timeout, returned false");
  CHECK(!condition.acquire(false), "`acquire(false)` acquired a lock that was held");
  CHECK(!condition.acquire(true, 1ms), "`acquire` with a timeout acquired a lock that was held");
  CHECK_THROWS(condition.acquire(false, 1ms), ValueError, "`acquire(false, t)`");
  CHECK_THROWS(condition.acquire(true, -1ns), ValueError, "`acquire` with a negative timeout");
  condition.unlock();
  CHECK_THROWS(condition.release(), RuntimeError, "`release` of a condition that is not held");
  condition.lock();
  CHECK(lock.locked(), "`lock` did not acquire the condition's lock");
  condition.release();
}

// ---- A shared lock ----

template <class L>
void each_owns_its_lock() {
  Condition<L> first;
  Condition<L> second;
  first.acquire();
  Threads threads;
  threads.spawn("other", [&second] {
    CHECK(second.try_lock(), "the lock of a Condition without arguments is another one's, too");
    second.release();
  });
  threads.join();
  first.release();
}

SCENARIO(Condition, EachOwnsItsLock, behaviour, "`Condition()` owns its lock.") {
  each_owns_its_lock<Lock>();
  each_owns_its_lock<RLock>();
}

SCENARIO(Condition, TwoConditionsShareALock, interleaving,
         "`explicit Condition(L& lock)` shares one.") {
  Lock lock;
  Condition<Lock> full(lock);
  Condition<Lock> empty(lock);
  Threads threads;
  Waiter on_full(threads, "on full", full);
  Waiter on_empty(threads, "on empty", empty);
  lock.acquire();  // and not through either condition
  empty.notify_all();
  lock.release();
  CHECK_WAKES(on_empty, "`notify_all` with the shared lock held woke nobody");
  CHECK_BLOCKED(on_full, "the `notify` of one condition woke a waiter of another");
  lock.acquire();
  full.notify();
  lock.release();
}

SCENARIO(Condition, ItsEndLeavesASharedLockAlone, behaviour,
         "`explicit Condition(L& lock)` shares one.") {
  Lock lock;
  {
    Condition<Lock> condition(lock);
    condition.acquire();
  }
  CHECK(lock.locked(), "the end of a condition freed the lock that it shared");
  lock.release();
  CHECK(lock.acquire(false), "a lock outlived a condition that shared it, and cannot be acquired");
  lock.release();
}

// ---- The end ----

template <class L>
void destroy_when_woken() {
  auto condition = std::make_unique<Condition<L>>();
  bool ready = false;
  Threads threads;
  threads.spawn("notifier", [&ready, last = condition.get()] {
    last->acquire();
    ready = true;
    last->notify();
    last->release();
  });
  condition->acquire();
  while (!ready)
    CHECK(condition->wait(), "`wait` without a timeout returned false");
  condition->release();
  condition.reset();
}

SCENARIO(Condition, MayBeDestroyedOnceItIsFree, interleaving,
         "A `release()` may not touch the object after another thread can know of the release.") {
  destroy_when_woken<Lock>();
}

SCENARIO(Condition, WithAnRLockMayBeDestroyedOnceItIsFree, interleaving,
         "A `release()` may not touch the object after another thread can know of the release.") {
  destroy_when_woken<RLock>();
}

SCENARIO(Condition, MayBeDestroyedWhileItsSharedLockIsHeld, interleaving,
         "An object may be destroyed as soon as the last call on it returned.") {
  Lock lock;
  auto condition = std::make_unique<Condition<Lock>>(lock);
  Threads threads;
  Thread& waiter = threads.spawn("waiter", [&lock, &condition] {
    lock.acquire();
    CHECK(condition->wait(), "`wait` without a timeout returned false");
    condition.reset();
    lock.release();
  });
  CHECK_BLOCKED(waiter, "`wait` returned although nobody notified");
  lock.acquire();
  condition->notify();
  lock.release();
}

SCENARIO(Condition, MayBeDestroyedHeld, behaviour,
         "An object may be destroyed as soon as the last call on it returned, held or not.") {
  for (int depth = 0; depth < 3; ++depth) {
    Condition<RLock> condition;
    for (int i = 0; i < depth; ++i)
      CHECK(condition.acquire(), "`acquire` of a free condition did not return true");
    if (depth > 0) CHECK(!condition.wait(0ns), "`wait(0)` returned true");
  }
  Condition<Lock> condition;
  CHECK(condition.acquire(), "`acquire` of a free condition did not return true");
  condition.notify();
}

}  // namespace
