#include <chrono>
#include <mutex>

#include "harness/check.hpp"
#include "harness/critical_section.hpp"
#include "harness/scenario.hpp"
#include "harness/threads.hpp"
#include "labs/lock/subject.hpp"
#include "threading/errors.hpp"

// What a student may read before writing a line: the contract of a Lock, call by call.
namespace {

using namespace std::chrono_literals;
using harness::CriticalSection;
using harness::Thread;
using harness::Threads;
using subject::Lock;
using threading::RuntimeError;
using threading::ValueError;
using Clock = std::chrono::steady_clock;

SCENARIO(Lock, AcquireTakesItAndReleaseFreesIt, behaviour,
         "`acquire` returns whether it was acquired.") {
  Lock lock;
  CHECK(!lock.locked(), "a new lock is free, but `locked` denies it");
  CHECK(lock.acquire(), "`acquire` of a free lock did not return true");
  CHECK(lock.locked(), "the lock was acquired, but `locked` denies it");
  lock.release();
  CHECK(!lock.locked(), "the lock was released, but `locked` denies it");
  CHECK(lock.acquire(), "a released lock could not be acquired again");
  lock.release();
}

SCENARIO(Lock, NonBlockingAcquireReturnsAtOnce, behaviour, "`acquire(false)` never blocks.") {
  Lock lock;
  CHECK(lock.acquire(false), "`acquire(false)` of a free lock did not return true");
  CHECK(!lock.acquire(false), "`acquire(false)` of a held lock did not return false");
  CHECK(lock.locked(), "an `acquire(false)` that failed freed the lock");
  lock.release();
  CHECK(lock.acquire(false), "`acquire(false)` of a released lock did not return true");
  lock.release();
}

SCENARIO(Lock, AcquireOfAHeldLockBlocksUntilItsRelease, behaviour, "Every blocking call blocks.") {
  Lock lock;
  lock.acquire();
  Threads threads;
  const Thread& waiter = threads.spawn("waiter", [&lock] {
    CHECK(lock.acquire(), "`acquire` without a timeout did not return true");
    lock.release();
  });
  CHECK_BLOCKED(waiter, "`acquire` of a held lock returned before the lock was released");
  lock.release();
  threads.join();
  CHECK(!lock.locked(), "every holder released the lock, but `locked` says that it is held");
}

SCENARIO(Lock, AnyThreadMayReleaseIt, behaviour,
         "Any thread may release it, not only the one that acquired it.") {
  Lock lock;
  lock.acquire();
  Threads threads;
  threads.spawn("releaser", [&lock] { lock.release(); });
  CHECK(lock.acquire(), "`acquire` after another thread's `release` did not return true");
  threads.join();
  CHECK(lock.locked(), "the lock was acquired, but `locked` denies it");
  lock.release();
}

SCENARIO(Lock, ReleaseOfAnUnlockedLockIsARuntimeError, behaviour,
         "`release` of an unlocked lock is a `RuntimeError`.") {
  Lock lock;
  lock.acquire();
  lock.release();
  CHECK_THROWS(lock.release(), RuntimeError, "`release` of an unlocked lock");
  CHECK(!lock.locked(), "a `release` that threw locked the lock");
  CHECK(lock.acquire(false), "after a `release` that threw, a free lock could not be acquired");
  CHECK(!lock.acquire(false), "after a `release` that threw, the lock was acquired twice");
  lock.release();
}

SCENARIO(Lock, ATimeoutWithoutBlockingIsAValueError, behaviour,
         "`acquire(false, t)` with a timeout is a `ValueError`.") {
  Lock lock;
  for (const auto timeout : {1s, 0s, -1s}) {
    CHECK_THROWS(lock.acquire(false, timeout), ValueError, "`acquire(false, t)` with a timeout");
  }
  CHECK(!lock.locked(), "an `acquire` that threw took the lock");
  lock.acquire();
  CHECK_THROWS(lock.acquire(false, 1s), ValueError, "`acquire(false, t)` of a held lock");
  CHECK(lock.locked(), "an `acquire` that threw freed the lock");
  lock.release();
}

SCENARIO(Lock, ATimedAcquireGivesUpAfterItsTimeAndNotBefore, behaviour,
         "`acquire` returns whether it was acquired; waits are measured on the steady clock.") {
  Lock lock;
  lock.acquire();
  const auto begin = Clock::now();
  CHECK(!lock.acquire(true, 5ms), "a timed `acquire` of a held lock did not return false");
  CHECK(Clock::now() - begin >= 5ms, "a timed `acquire` gave up before its time was over");
  CHECK(lock.locked(), "an `acquire` that timed out freed the lock");
  lock.release();
  CHECK(lock.acquire(true, 5ms), "a timed `acquire` of a free lock did not return true");
  lock.release();
}

SCENARIO(Lock, GuardsLikePythonsWith, behaviour,
         "`lock`, `try_lock` and `unlock` make the standard guards Python's `with`.") {
  Lock first;
  Lock second;
  {
    const std::lock_guard guard(first);
    CHECK(first.locked(), "`lock` did not take the lock");
    const std::unique_lock attempt(first, std::try_to_lock);
    CHECK(!attempt.owns_lock(), "`try_lock` took a lock that is held");
  }
  CHECK(!first.locked(), "`unlock` did not free the lock");
  {
    const std::scoped_lock both(first, second);
    CHECK(first.locked() && second.locked(), "`std::scoped_lock` did not take both locks");
  }
  CHECK(!first.locked() && !second.locked(), "`std::scoped_lock` did not free both locks");
}

SCENARIO(Lock, TwoThreadsNeverHoldItAtOnce, interleaving,
         "A lock has one holder at a time, and the next sees what the last has written.") {
  Lock lock;
  CriticalSection section;
  Threads threads;
  threads.start_together(2, [&](int) {
    lock.acquire();
    section.visit();
    lock.release();
  });
  threads.join();
  CHECK_EQ(section.visits(), 2, "a visit to the critical section was lost");
  CHECK(!lock.locked(), "every holder released the lock, but `locked` says that it is held");
}

}  // namespace
