#include <chrono>
#include <mutex>

#include "harness/check.hpp"
#include "harness/critical_section.hpp"
#include "harness/scenario.hpp"
#include "harness/threads.hpp"
#include "labs/rlock/subject.hpp"
#include "threading/errors.hpp"

// What a student may read before writing a line: the contract of an RLock, call by call.
namespace {

using namespace std::chrono_literals;
using harness::CriticalSection;
using harness::Thread;
using harness::Threads;
using subject::RLock;
using threading::RuntimeError;
using threading::ValueError;
using Clock = std::chrono::steady_clock;

SCENARIO(RLock, ANewOneIsFree, behaviour,
         "`recursion_count` is 0 where the caller does not own it.") {
  RLock lock;
  CHECK(!lock.locked(), "a new lock is free, but `locked` denies it");
  CHECK(!lock.is_owned(), "nobody owns a new lock, but `is_owned` says so");
  CHECK_EQ(lock.recursion_count(), 0U, "`recursion_count` of a new lock");
}

SCENARIO(RLock, ItsOwnerMayAcquireItAgain, behaviour,
         "The owning thread may acquire again; it is free again after as many releases.") {
  RLock lock;
  for (std::size_t depth = 1; depth <= 3; ++depth) {
    CHECK(lock.acquire(), "`acquire` by the owner did not return true");
    CHECK(lock.is_owned(), "the caller acquired the lock, but `is_owned` denies it");
    CHECK_EQ(lock.recursion_count(), depth, "`recursion_count` after another `acquire`");
  }
  for (std::size_t depth = 3; depth >= 1; --depth) {
    CHECK(lock.locked(), "the lock was freed before its last `release`");
    lock.release();
    CHECK_EQ(lock.recursion_count(), depth - 1, "`recursion_count` after another `release`");
  }
  CHECK(!lock.locked(), "after as many releases the lock is free, but `locked` denies it");
  CHECK(!lock.is_owned(), "after as many releases nobody owns the lock, but `is_owned` says so");
}

SCENARIO(RLock, TheOwnerNeverWaitsForItself, behaviour,
         "As `Lock`, but the owning thread may acquire again.") {
  RLock lock;
  lock.acquire();
  CHECK(lock.acquire(false), "`acquire(false)` by the owner did not return true");
  CHECK(lock.acquire(true, 1h), "a timed `acquire` by the owner did not return true");
  CHECK(lock.acquire(true, 0s), "`acquire(true, 0)` by the owner did not return true");
  CHECK_EQ(lock.recursion_count(), 4U, "`recursion_count` after four ways to acquire");
  for (int i = 0; i < 4; ++i)
    lock.release();
}

SCENARIO(RLock, OthersWaitForTheLastRelease, behaviour,
         "It is free again after as many releases.") {
  RLock lock;
  lock.acquire();
  lock.acquire();
  Threads threads;
  const Thread& waiter = threads.spawn("waiter", [&lock] {
    CHECK(!lock.acquire(false), "two threads own the lock");
    CHECK(lock.acquire(), "`acquire` without a timeout did not return true");
    CHECK_EQ(lock.recursion_count(), 1U, "`recursion_count` of a new owner");
    lock.release();
  });
  CHECK_BLOCKED(waiter, "`acquire` of another thread's lock returned");
  lock.release();
  CHECK_BLOCKED(waiter, "the first of two releases freed the lock");
  lock.release();
  threads.join();
  CHECK(!lock.locked(), "every owner released the lock, but `locked` says that it is held");
}

SCENARIO(RLock, OnlyItsOwnerMayReleaseIt, behaviour,
         "`release` by a thread that does not own it: `RuntimeError`, and the owner keeps it.") {
  RLock lock;
  lock.acquire();
  lock.acquire();
  Threads threads;
  threads.spawn("stranger", [&lock] {
    CHECK_THROWS(lock.release(), RuntimeError, "`release` by a thread that does not own the lock");
  });
  threads.join();
  CHECK(lock.is_owned(), "a stranger's `release` took the lock from its owner");
  CHECK_EQ(lock.recursion_count(), 2U,
           "the owner's `recursion_count` after a stranger's `release`");
  lock.release();
  lock.release();
  CHECK_THROWS(lock.release(), RuntimeError, "`release` of a lock that nobody owns");
  CHECK(!lock.locked(), "a `release` that threw locked the lock");
}

SCENARIO(RLock, TheCountIsTheCallersOwn, behaviour,
         "`recursion_count`: the calling thread's, 0 when it does not own it.") {
  RLock lock;
  lock.acquire();
  lock.acquire();
  Threads threads;
  threads.spawn("stranger", [&lock] {
    CHECK(lock.locked(), "another thread owns the lock, but `locked` denies it");
    CHECK(!lock.is_owned(), "`is_owned` is true in a thread that does not own the lock");
    CHECK_EQ(lock.recursion_count(), 0U,
             "`recursion_count` of a thread that does not own the lock");
  });
  threads.join();
  lock.release();
  lock.release();
}

SCENARIO(RLock, ReleaseSaveGivesItUpWhateverTheDepth, behaviour,
         "`release_save` gives it up whatever the depth, and returns the depth.") {
  RLock lock;
  for (int i = 0; i < 3; ++i)
    lock.acquire();
  const std::size_t depth = lock.release_save();
  CHECK_EQ(depth, 3U, "the depth that `release_save` returned");
  CHECK(!lock.locked(), "after `release_save` the lock is free, but `locked` denies it");
  CHECK_EQ(lock.recursion_count(), 0U, "`recursion_count` after `release_save`");
  Threads threads;
  threads.spawn("other", [&lock] {
    CHECK(lock.acquire(false), "after `release_save` another thread could not acquire the lock");
    lock.release();
  });
  threads.join();
  lock.acquire_restore(depth);
  CHECK(lock.is_owned(), "after `acquire_restore` the caller owns the lock; `is_owned` denies it");
  CHECK_EQ(lock.recursion_count(), 3U, "`recursion_count` after `acquire_restore`");
  for (int i = 0; i < 3; ++i)
    lock.release();
  CHECK(!lock.locked(), "after as many releases the lock is free, but `locked` denies it");
}

SCENARIO(RLock, ItsArgumentsAreALocks, behaviour,
         "`acquire(false, t)` and a negative timeout are a `ValueError`.") {
  RLock lock;
  for (const auto timeout : {1s, 0s, -1s}) {
    CHECK_THROWS(lock.acquire(false, timeout), ValueError, "`acquire(false, t)` with a timeout");
  }
  CHECK_THROWS(lock.acquire(true, -1ns), ValueError, "`acquire` with a negative timeout");
  CHECK(!lock.locked(), "an `acquire` that threw took the lock");
}

SCENARIO(RLock, ATimedAcquireGivesUpAfterItsTimeAndNotBefore, behaviour,
         "`acquire` returns whether it was acquired; waits are measured on the steady clock.") {
  RLock lock;
  lock.acquire();
  Threads threads;
  threads.spawn("timed waiter", [&lock] {
    const auto begin = Clock::now();
    CHECK(!lock.acquire(true, 5ms), "a timed `acquire` of another's lock did not return false");
    CHECK(Clock::now() - begin >= 5ms, "a timed `acquire` gave up before its time was over");
    CHECK(!lock.is_owned(), "an `acquire` that timed out made its caller the owner");
  });
  threads.join();
  CHECK_EQ(lock.recursion_count(), 1U, "the owner's `recursion_count` after another's time-out");
  lock.release();
}

SCENARIO(RLock, GuardsLikePythonsWith, behaviour,
         "`lock`, `try_lock` and `unlock` make the standard guards Python's `with`.") {
  RLock lock;
  {
    const std::lock_guard outer(lock);
    const std::unique_lock inner(lock, std::try_to_lock);
    CHECK(inner.owns_lock(), "`try_lock` by the owner did not return true");
    const std::scoped_lock innermost(lock);
    CHECK_EQ(lock.recursion_count(), 3U, "`recursion_count` under three guards");
  }
  CHECK(!lock.locked(), "the guards are gone, but `locked` says that the lock is held");
}

SCENARIO(RLock, TwoThreadsNeverOwnItAtOnce, interleaving,
         "A lock has one owner at a time, and the next sees what the last has written.") {
  RLock lock;
  CriticalSection section;
  Threads threads;
  threads.start_together(2, [&](int) {
    lock.acquire();
    lock.acquire();
    section.enter();
    lock.release();
    section.leave();
    lock.release();
  });
  threads.join();
  CHECK_EQ(section.visits(), 2, "a visit to the critical section was lost");
}

}  // namespace
