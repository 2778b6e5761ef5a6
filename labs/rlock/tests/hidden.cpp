#include <atomic>
#include <chrono>
#include <memory>

#include "harness/check.hpp"
#include "harness/costs.hpp"
#include "harness/critical_section.hpp"
#include "harness/scenario.hpp"
#include "harness/threads.hpp"
#include "labs/rlock/subject.hpp"
#include "threading/errors.hpp"

// The corners of the contract: errors that must change nothing, owners that come and go, cost,
// lifetime, and the schedules between freeing a lock and forgetting its owner.
namespace {

using namespace std::chrono_literals;
using harness::CriticalSection;
using harness::Judges;
using harness::Thread;
using harness::Threads;
using subject::RLock;
using threading::Duration;
using threading::RuntimeError;
using threading::ValueError;

// Acquires and releases it once: for threads that only want their turn.
void take_a_turn(RLock& lock) {
  lock.acquire();
  lock.release();
}

// ---- Arguments and errors ----

SCENARIO(RLock, ArgumentsAreCheckedForTheOwnerToo, behaviour,
         "A call that throws changes nothing.") {
  RLock lock;
  lock.acquire();
  CHECK_THROWS(lock.acquire(false, 1s), ValueError, "`acquire(false, t)` by the owner");
  CHECK_THROWS(lock.acquire(true, -1ns), ValueError, "`acquire` by the owner, timeout negative");
  CHECK_EQ(lock.recursion_count(), 1U, "the owner's `recursion_count` after calls that threw");
  lock.release();
}

SCENARIO(RLock, WhoSavedAndLetGoOwnsItNoMore, behaviour,
         "`release_save` gives it up whatever the depth; `RuntimeError` if not owned.") {
  RLock lock;
  lock.acquire();
  lock.acquire();
  CHECK_EQ(lock.release_save(), 2U, "the depth that `release_save` returned");
  CHECK(!lock.is_owned(), "`is_owned` after `release_save` in the thread that gave it up");
  CHECK_THROWS(lock.release(), RuntimeError, "`release` after `release_save`");
  CHECK_THROWS(lock.release_save(), RuntimeError, "a second `release_save`");
  CHECK(lock.acquire(false), "after `release_save` the lock could not be acquired again");
  CHECK(lock.locked(), "`locked` of a lock acquired again after `release_save`");
  CHECK_EQ(lock.recursion_count(), 1U, "`recursion_count` after it was acquired again");
  lock.release();
}

SCENARIO(RLock, ItMayBeHeldDeep, behaviour, "It is free again after as many releases.") {
  constexpr std::size_t kDeep = 300;  // more than a byte can count
  RLock lock;
  for (std::size_t depth = 1; depth <= kDeep; ++depth) {
    CHECK(lock.acquire(), "the owner could not acquire the lock again");
    CHECK_EQ(lock.recursion_count(), depth, "the owner's `recursion_count`");
  }
  for (std::size_t depth = kDeep; depth > 0; --depth) {
    CHECK(lock.locked(), "the lock was free before its last release");
    lock.release();
  }
  CHECK(!lock.locked(), "as many releases as acquires did not free the lock");
}

SCENARIO(RLock, TheLargestTimeoutIsLegal, behaviour,
         "Any other timeout is legal up to the largest.") {
  RLock lock;
  CHECK(lock.acquire(true, Duration::max()), "a free lock was not acquired");
  Threads threads;
  const Thread& waiter = threads.spawn("waiter", [&lock] {
    CHECK(lock.acquire(true, Duration::max()), "the largest timeout was over too soon");
    lock.release();
  });
  CHECK_BLOCKED(waiter, "`acquire` with the largest timeout did not wait");
  lock.release();
  CHECK_WAKES(waiter, "`acquire` with the largest timeout missed the release");
}

SCENARIO(RLock, OnlyItsOwnerMayGiveItUp, behaviour,
         "`release_save`: `RuntimeError` if not owned.") {
  RLock lock;
  lock.acquire();
  lock.release();
  CHECK_THROWS(lock.release_save(), RuntimeError, "`release_save` of a lock that nobody owns");
  lock.acquire();
  lock.acquire();
  Threads threads;
  threads.spawn("stranger", [&lock] {
    CHECK_THROWS(lock.release_save(), RuntimeError, "`release_save` by a thread that is no owner");
  });
  threads.join();
  CHECK_EQ(lock.recursion_count(), 2U, "the owner's `recursion_count` after a stranger's call");
  lock.release();
  lock.release();
  CHECK(!lock.locked(), "after as many releases the lock is free, but `locked` denies it");
}

SCENARIO(RLock, AThreadThatLetGoIsAStranger, behaviour,
         "`release` by a thread that does not own it: `RuntimeError`, and the owner keeps it.") {
  RLock lock;
  lock.acquire();
  lock.acquire();
  lock.release();
  lock.release();
  RLock gate;  // keeps the new owner from going on
  gate.acquire();
  std::atomic<bool> owned = false;
  Threads threads;
  threads.spawn("owner", [&] {
    lock.acquire();
    owned.store(true);
    take_a_turn(gate);
    lock.release();
  });
  harness::settle();
  CHECK(owned.load(), "a free lock was not acquired");
  CHECK(!lock.is_owned(), "`is_owned` is true in a thread that released the lock");
  CHECK_EQ(lock.recursion_count(), 0U, "`recursion_count` of a thread that released the lock");
  CHECK(!lock.acquire(false), "a thread that released the lock took it from its new owner");
  CHECK_THROWS(lock.release(), RuntimeError, "`release` by a thread that had the lock before");
  gate.release();
}

// The system gives the number of a thread that has ended to the next one.
SCENARIO(RLock, ANewThreadOwnsNothing, behaviour,
         "`is_owned` and `recursion_count` are the calling thread's.") {
  RLock lock;
  for (int i = 0; i < 3; ++i) {
    Threads threads;
    threads.spawn("newcomer", [&lock] {
      CHECK(!lock.is_owned(), "a new thread owns a lock that it never acquired");
      CHECK_EQ(lock.recursion_count(), 0U, "`recursion_count` of a new thread");
      CHECK_THROWS(lock.release(), RuntimeError, "`release` by a new thread");
      lock.acquire();
      CHECK_EQ(lock.recursion_count(), 1U, "`recursion_count` after the first `acquire`");
      lock.release();
    });
  }
}

SCENARIO(RLock, EachLockIsItsOwn, behaviour, "A lock is held or free by itself.") {
  RLock first;
  RLock second;
  first.acquire();
  CHECK(!second.is_owned(), "the owner of one lock owns another");
  second.acquire();
  second.acquire();
  CHECK_EQ(first.recursion_count(), 1U, "`recursion_count` of a lock while another went deeper");
  first.release();
  CHECK(second.is_owned(), "the release of one lock freed another");
  CHECK_EQ(second.recursion_count(), 2U, "`recursion_count` of a lock after another's release");
  second.release();
  second.release();
}

// ---- For Condition ----

SCENARIO(RLock, AcquireRestoreWaitsForItsTurn, behaviour,
         "`acquire_restore` takes the lock back as deep as it was.") {
  RLock lock;
  lock.acquire();
  Threads threads;
  const Thread& restorer = threads.spawn("restorer", [&lock] {
    lock.acquire_restore(3);
    CHECK_EQ(lock.recursion_count(), 3U, "`recursion_count` after `acquire_restore(3)`");
    for (int i = 0; i < 3; ++i)
      lock.release();
  });
  CHECK_BLOCKED(restorer, "`acquire_restore` took a lock that another thread owns");
  CHECK_EQ(lock.recursion_count(), 1U, "the owner's `recursion_count` while another restores");
  lock.release();
}

SCENARIO(RLock, ReleaseSaveWakesAWaiter, interleaving,
         "`release_save` gives it up whatever the depth.") {
  RLock lock;
  CriticalSection section;
  lock.acquire();
  lock.acquire();
  Threads threads;
  threads.spawn("waiter", [&] {
    lock.acquire();
    section.visit();
    lock.release();
  });
  section.visit();
  const std::size_t depth = lock.release_save();
  lock.acquire_restore(depth);
  section.visit();
  CHECK_EQ(lock.recursion_count(), 2U, "`recursion_count` after `acquire_restore`");
  lock.release();
  lock.release();
}

// ---- Time ----

SCENARIO(RLock, ATimedAcquireIsOverByItsDeadline, behaviour,
         "A timeout bounds the wait, where nothing else can run.") {
  RLock lock;
  lock.acquire();
  Threads threads;
  const Thread& waiter = threads.spawn("timed waiter", [&lock] {
    CHECK(!lock.acquire(true, 5ms), "a lock that another thread owns was acquired");
  });
  harness::settle();  // its time begins when it blocks
  std::this_thread::sleep_for(20ms);
  CHECK_RETURNED(waiter, "a timed `acquire` still waits after its deadline");
  lock.release();
}

SCENARIO(RLock, AWaiterThatGivesUpTakesNobodysWakeUp, interleaving,
         "A call that timed out leaves the lock as if it had not been made.") {
  RLock lock;
  lock.acquire();
  Threads threads;
  threads.spawn("waiter", [&lock] { take_a_turn(lock); });
  threads.spawn("timed waiter", [&lock] {
    const bool acquired = lock.acquire(true, 5ms);
    CHECK_EQ(lock.is_owned(), acquired, "`is_owned` after a timed `acquire`");
    if (acquired) lock.release();
  });
  lock.release();
}

// ---- Cost ----

SCENARIO(RLock, UncontendedItMakesNoSystemCall, behaviour,
         "An uncontended acquire+release makes no system call.", .weight = 0.5,
         .judges = Judges::explore_only) {
  RLock lock;
  const harness::Costs costs = harness::cost_of([&lock] {
    lock.acquire();
    lock.acquire();
    lock.release();
    lock.release();
    take_a_turn(lock);
  });
  CHECK_EQ(costs.system_calls(), 0U, "system calls of three uncontended acquire+release");
}

SCENARIO(RLock, AWaiterSleeps, behaviour,
         "A waiter sleeps: no spinning without bound, no sleeping and polling.", .weight = 0.5,
         .schedules = 50, .judges = Judges::explore_only) {
  RLock lock;
  lock.acquire();
  Threads threads;
  const Thread& waiter = threads.spawn("waiter", [&lock] { take_a_turn(lock); });
  CHECK_BLOCKED(waiter, "`acquire` of another thread's lock returned");
  CHECK_OTHERS_SLEEP("a thread that waits for the lock polls it instead of sleeping");
  lock.release();
}

SCENARIO(RLock, ATimedWaiterSleeps, behaviour,
         "A waiter sleeps: no spinning without bound, no sleeping and polling.", .weight = 0.5,
         .schedules = 50, .judges = Judges::explore_only) {
  RLock lock;
  lock.acquire();
  Threads threads;
  const Thread& waiter = threads.spawn("timed waiter", [&lock] {
    if (lock.acquire(true, 1h)) lock.release();
  });
  CHECK_BLOCKED(waiter, "a timed `acquire` of another thread's lock returned");
  CHECK_OTHERS_SLEEP("a timed `acquire` polls the lock instead of sleeping");
  lock.release();
}

// ---- Lifetime ----

SCENARIO(RLock, TheLastUserMayDestroyIt, interleaving,
         "A `release` may not touch the object after another thread can know of the release.") {
  auto lock = std::make_unique<RLock>();
  int users = 2;
  Threads threads;
  threads.start_together(2, [&](int) {
    lock->acquire();
    const bool last = --users == 0;
    lock->release();
    if (last) lock.reset();
  });
}

SCENARIO(RLock, TheNextOwnerMayDestroyIt, interleaving,
         "A `release` may not touch the object after another thread can know of the release.") {
  auto lock = std::make_unique<RLock>();
  lock->acquire();
  Threads threads;
  threads.spawn("next owner", [&lock] {
    take_a_turn(*lock);
    lock.reset();
  });
  const std::size_t depth = lock->release_save();
  CHECK_EQ(depth, 1U, "the depth that `release_save` returned");
}

// ---- Schedules ----

// The last owner is still busy freeing the lock when the next one has it already.
SCENARIO(RLock, TheNextOwnerKeepsIt, interleaving,
         "`is_owned` and `recursion_count` are the calling thread's.") {
  RLock lock;
  Threads threads;
  threads.start_together(2, [&lock](int) {
    lock.acquire();
    CHECK(lock.is_owned(), "the caller acquired the lock, but `is_owned` denies it");
    CHECK_EQ(lock.recursion_count(), 1U, "`recursion_count` of a new owner");
    lock.acquire();
    CHECK_EQ(lock.recursion_count(), 2U, "`recursion_count` after the owner's second `acquire`");
    lock.release();
    lock.release();
    CHECK(!lock.is_owned(), "`is_owned` is true in a thread that released the lock");
  });
  threads.join();
  CHECK(!lock.locked(), "every owner released the lock, but `locked` says that it is held");
}

// Whoever does not own it may ask at any moment, and the answer is no.
SCENARIO(RLock, AStrangerMayAskAtAnyMoment, interleaving,
         "`is_owned` and `recursion_count` are the calling thread's.") {
  RLock lock;
  Threads threads;
  threads.spawn("owner", [&lock] {
    lock.acquire();
    lock.acquire();
    lock.release();
    lock.release();
  });
  CHECK(!lock.is_owned(), "`is_owned` is true in a thread that does not own the lock");
  CHECK_EQ(lock.recursion_count(), 0U, "`recursion_count` of a thread that does not own the lock");
  static_cast<void>(lock.locked());
  threads.join();
  CHECK(!lock.locked(), "the owner released the lock, but `locked` says that it is held");
}

SCENARIO(RLock, ThreeThreadsAllGetTheirTurn, interleaving,
         "Every blocking call blocks, and no longer than the lock is held.") {
  RLock lock;
  CriticalSection section;
  Threads threads;
  threads.start_together(3, [&](int) {
    lock.acquire();
    section.visit();
    lock.release();
  });
  threads.join();
  CHECK_EQ(section.visits(), 3, "a visit to the critical section was lost");
}

SCENARIO(RLock, NonBlockingAcquireExcludesToo, interleaving,
         "A lock has one owner at a time, and the next sees what the last has written.") {
  RLock lock;
  CriticalSection section;
  Threads threads;
  threads.spawn("blocking", [&] {
    lock.acquire();
    section.visit();
    lock.release();
  });
  threads.spawn("not blocking", [&] {
    if (!lock.acquire(false)) return;
    CHECK_EQ(lock.recursion_count(), 1U, "`recursion_count` of a new owner");
    section.visit();
    lock.release();
  });
}

}  // namespace
