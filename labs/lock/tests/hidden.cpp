#include <chrono>
#include <memory>

#include "harness/check.hpp"
#include "harness/costs.hpp"
#include "harness/critical_section.hpp"
#include "harness/scenario.hpp"
#include "harness/threads.hpp"
#include "labs/lock/subject.hpp"
#include "threading/errors.hpp"

// The corners of the contract: arguments, time, cost, lifetime, and the schedules that lose a
// wake-up.
namespace {

using namespace std::chrono_literals;
using harness::CriticalSection;
using harness::Judges;
using harness::Thread;
using harness::Threads;
using subject::Lock;
using threading::Duration;
using threading::RuntimeError;
using threading::ValueError;

// ---- Arguments and single calls ----

SCENARIO(Lock, IsNotReentrant, behaviour, "Not re-entrant.") {
  Lock lock;
  lock.acquire();
  CHECK(!lock.acquire(false), "the holder acquired the lock a second time");
  CHECK(!lock.acquire(true, 1ms), "the holder acquired the lock a second time");
  lock.release();
  CHECK(!lock.locked(), "one `release` did not free a lock that was acquired once");
}

SCENARIO(Lock, ANegativeTimeoutIsAValueError, behaviour, "A negative timeout is a `ValueError`.") {
  Lock lock;
  for (const Duration timeout : {Duration(-1ns), Duration(-1s), Duration::min()}) {
    CHECK_THROWS(lock.acquire(true, timeout), ValueError, "`acquire` with a negative timeout");
    CHECK(!lock.locked(), "an `acquire` that threw took the lock");
  }
  lock.acquire();
  CHECK_THROWS(lock.acquire(true, -1ns), ValueError, "`acquire` of a held lock, timeout negative");
  CHECK(lock.locked(), "an `acquire` that threw freed the lock");
  lock.release();
}

SCENARIO(Lock, ATimeoutOfZeroIsLegal, behaviour, "Any timeout that is not negative is legal.") {
  Lock lock;
  CHECK(lock.acquire(true, 0ns), "`acquire(true, 0)` of a free lock did not return true");
  CHECK(!lock.acquire(true, 0ns), "`acquire(true, 0)` of a held lock did not return false");
  lock.release();
}

SCENARIO(Lock, TheLargestTimeoutIsLegal, behaviour,
         "Any other timeout is legal up to the largest.") {
  Lock lock;
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

SCENARIO(Lock, EachLockIsItsOwn, behaviour, "A lock is held or free by itself.") {
  Lock first;
  Lock second;
  first.acquire();
  CHECK(second.acquire(false), "a lock could not be acquired because another one is held");
  first.release();
  CHECK(second.locked(), "the release of one lock freed another");
  second.release();
}

SCENARIO(Lock, AReleaseThatThrowsChangesNothing, behaviour, "A call that throws changes nothing.") {
  Lock lock;
  for (int i = 0; i < 3; ++i)
    CHECK_THROWS(lock.release(), RuntimeError, "`release` of an unlocked lock");
  lock.acquire();
  Threads threads;
  const Thread& waiter = threads.spawn("waiter", [&lock] {
    lock.acquire();
    lock.release();
  });
  CHECK_BLOCKED(waiter, "after a `release` that threw, two threads hold the lock");
  lock.release();
}

// ---- Time ----

SCENARIO(Lock, ATimedAcquireGetsALockReleasedInTime, behaviour,
         "`acquire` returns whether it was acquired.") {
  Lock lock;
  lock.acquire();
  Threads threads;
  const Thread& waiter = threads.spawn("timed waiter", [&lock] {
    if (lock.acquire(true, 1h)) lock.release();
  });
  CHECK_BLOCKED(waiter, "a timed `acquire` of a held lock returned at once");
  lock.release();
  CHECK_WAKES(waiter, "a timed `acquire` sleeps on although the lock was released");
}

SCENARIO(Lock, ATimedAcquireIsOverByItsDeadline, behaviour,
         "A timeout bounds the wait, where nothing else can run.") {
  Lock lock;
  lock.acquire();
  Threads threads;
  const Thread& waiter = threads.spawn("timed waiter", [&lock] {
    CHECK(!lock.acquire(true, 5ms), "a lock that another thread holds was acquired");
  });
  harness::settle();  // its time begins when it blocks
  std::this_thread::sleep_for(20ms);
  CHECK_RETURNED(waiter, "a timed `acquire` still waits after its deadline");
  lock.release();
}

SCENARIO(Lock, ATimedAcquireDoesNotStartItsTimeAnew, behaviour,
         "A timeout bounds the whole call.") {
  Lock lock;
  lock.acquire();
  Threads threads;
  const Thread& waiter = threads.spawn("timed waiter", [&lock] {
    if (lock.acquire(true, 10ms)) lock.release();
  });
  for (int i = 0; i < 4; ++i) {
    harness::settle();  // its time begins when it blocks
    std::this_thread::sleep_for(4ms);
    lock.release();
    lock.acquire();
  }
  CHECK_RETURNED(waiter, "a timed `acquire` that was woken in vain waits past its deadline");
  lock.release();
}

// ---- Cost ----

SCENARIO(Lock, UncontendedItMakesNoSystemCall, behaviour,
         "An uncontended acquire+release makes no system call.", .weight = 0.5,
         .judges = Judges::explore_only) {
  Lock lock;
  const harness::Costs costs = harness::cost_of([&lock] {
    for (int i = 0; i < 3; ++i) {
      lock.acquire();
      lock.release();
    }
  });
  CHECK_EQ(costs.system_calls(), 0U, "system calls of three uncontended acquire+release");
}

SCENARIO(Lock, OnceTheCrowdHasGoneItMakesNoSystemCall, behaviour,
         "An uncontended acquire+release makes no system call.", .weight = 0.5,
         .judges = Judges::explore_only) {
  Lock lock;
  lock.acquire();
  Threads threads;
  const Thread& waiter = threads.spawn("waiter", [&lock] {
    lock.acquire();
    lock.release();
  });
  CHECK_BLOCKED(waiter, "`acquire` of a held lock returned before the lock was released");
  lock.release();
  threads.join();
  // What the crowd has left behind may cost one wake-up in vain; it may not stay for ever.
  lock.acquire();
  lock.release();
  const harness::Costs costs = harness::cost_of([&lock] {
    lock.acquire();
    lock.release();
  });
  CHECK_EQ(costs.system_calls(), 0U, "system calls of an acquire+release after contention ended");
}

SCENARIO(Lock, OnceAWaiterHasGivenUpItMakesNoSystemCall, behaviour,
         "An uncontended acquire+release makes no system call.", .weight = 0.5,
         .judges = Judges::explore_only) {
  Lock lock;
  lock.acquire();
  Threads threads;
  threads.spawn("timed waiter", [&lock] {
    CHECK(!lock.acquire(true, 5ms), "a lock that another thread holds was acquired");
  });
  threads.join();
  lock.release();
  // As above: one wake-up in vain is forgiven.
  lock.acquire();
  lock.release();
  const harness::Costs costs = harness::cost_of([&lock] {
    lock.acquire();
    lock.release();
  });
  CHECK_EQ(costs.system_calls(), 0U, "system calls of an acquire+release after a waiter gave up");
}

SCENARIO(Lock, AWaiterSleeps, behaviour,
         "A waiter sleeps: no spinning without bound, no sleeping and polling.", .weight = 0.5,
         .schedules = 50, .judges = Judges::explore_only) {
  Lock lock;
  lock.acquire();
  Threads threads;
  const Thread& waiter = threads.spawn("waiter", [&lock] {
    lock.acquire();
    lock.release();
  });
  CHECK_BLOCKED(waiter, "`acquire` of a held lock returned before the lock was released");
  CHECK_OTHERS_SLEEP("a thread that waits for the lock polls it instead of sleeping");
  lock.release();
}

SCENARIO(Lock, ATimedWaiterSleeps, behaviour,
         "A waiter sleeps: no spinning without bound, no sleeping and polling.", .weight = 0.5,
         .schedules = 50, .judges = Judges::explore_only) {
  Lock lock;
  lock.acquire();
  Threads threads;
  const Thread& waiter = threads.spawn("timed waiter", [&lock] {
    if (lock.acquire(true, 1h)) lock.release();
  });
  CHECK_BLOCKED(waiter, "a timed `acquire` of a held lock returned");
  CHECK_OTHERS_SLEEP("a timed `acquire` polls the lock instead of sleeping");
  lock.release();
}

// ---- Lifetime ----

SCENARIO(Lock, MayBeDestroyedWhileHeld, behaviour,
         "An object may be destroyed as soon as the last call on it returned, held or not.") {
  auto lock = std::make_unique<Lock>();
  CHECK(lock->acquire(), "`acquire` of a free lock did not return true");
  lock.reset();
  lock = std::make_unique<Lock>();
  CHECK(!lock->locked(), "a new lock is free, but `locked` denies it");
}

SCENARIO(Lock, TheLastUserMayDestroyIt, interleaving,
         "A `release` may not touch the object after another thread can know of the release.") {
  auto lock = std::make_unique<Lock>();
  int users = 2;
  Threads threads;
  threads.start_together(2, [&](int) {
    lock->acquire();
    const bool last = --users == 0;
    lock->release();
    if (last) lock.reset();
  });
}

SCENARIO(Lock, TheNextHolderMayDestroyIt, interleaving,
         "A `release` may not touch the object after another thread can know of the release.") {
  auto lock = std::make_unique<Lock>();
  lock->acquire();
  Threads threads;
  threads.spawn("next holder", [&lock] {
    lock->acquire();
    lock.reset();
  });
  lock->release();
}

// ---- Schedules ----

// Three threads: a woken one must keep in mind that others may still be asleep.
SCENARIO(Lock, ThreeThreadsAllGetTheirTurn, interleaving,
         "Every blocking call blocks, and no longer than the lock is held.") {
  Lock lock;
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

SCENARIO(Lock, TwoThreadsTakeTurns, interleaving,
         "A lock has one holder at a time, and the next sees what the last has written.") {
  Lock lock;
  CriticalSection section;
  Threads threads;
  threads.start_together(2, [&](int) {
    for (int i = 0; i < 2; ++i) {
      lock.acquire();
      section.visit();
      lock.release();
    }
  });
  threads.join();
  CHECK_EQ(section.visits(), 4, "a visit to the critical section was lost");
}

SCENARIO(Lock, TwoWaitersAreBothWoken, interleaving,
         "Every blocking call blocks, and no longer than the lock is held.") {
  Lock lock;
  CriticalSection section;
  lock.acquire();
  Threads threads;
  for (const char* name : {"first waiter", "second waiter"}) {
    threads.spawn(name, [&] {
      lock.acquire();
      section.visit();
      lock.release();
    });
  }
  harness::settle();
  section.visit();
  lock.release();
  threads.join();
  CHECK_EQ(section.visits(), 3, "a visit to the critical section was lost");
}

SCENARIO(Lock, AWaiterThatGivesUpTakesNobodysWakeUp, interleaving,
         "A call that timed out leaves the lock as if it had not been made.") {
  Lock lock;
  lock.acquire();
  Threads threads;
  threads.spawn("waiter", [&lock] {
    lock.acquire();
    lock.release();
  });
  threads.spawn("timed waiter", [&lock] {
    if (lock.acquire(true, 5ms)) lock.release();
  });
  lock.release();
  threads.join();
  CHECK(!lock.locked(), "every holder released the lock, but `locked` says that it is held");
}

// Both waiters are asleep when the timed one gives up; only then is the lock released.
SCENARIO(Lock, AWaiterThatGaveUpIsForgottenAlone, interleaving,
         "A call that timed out leaves the lock as if it had not been made.") {
  Lock lock;
  lock.acquire();
  Threads threads;
  threads.spawn("waiter", [&lock] {
    lock.acquire();
    lock.release();
  });
  threads.spawn("timed waiter", [&lock] {
    if (lock.acquire(true, 5ms)) lock.release();
  });
  harness::settle();
  std::this_thread::sleep_for(10ms);
  harness::settle();
  lock.release();
}

// The timed waiter is woken, and its time is over before it looks at the clock. It has used up the
// wake-up then: giving up without another look leaves the other one asleep beside a free lock.
SCENARIO(Lock, AWakeUpAtTheDeadlineIsNotSwallowed, interleaving,
         "Every blocking call blocks, and no longer than the lock is held.") {
  Lock lock;
  lock.acquire();
  Threads threads;
  threads.spawn("timed waiter", [&lock] {
    if (lock.acquire(true, 5ms)) lock.release();
  });
  harness::settle();  // it is the first in line
  threads.spawn("waiter", [&lock] {
    lock.acquire();
    lock.release();
  });
  harness::settle();
  lock.release();
  std::this_thread::sleep_for(10ms);
}

SCENARIO(Lock, ATimedAcquireSaysTheTruthWhereTheReleaseComesAtItsDeadline, interleaving,
         "`acquire` returns whether it was acquired.") {
  Lock lock;
  CriticalSection section;
  lock.acquire();
  bool acquired = false;
  Threads threads;
  threads.spawn("timed waiter", [&] {
    acquired = lock.acquire(true, 1ms);
    if (acquired) section.visit();
  });
  section.visit();
  lock.release();
  threads.join();
  CHECK_EQ(lock.locked(), acquired, "`locked` after a timed `acquire` that met the release");
  if (!acquired) CHECK(lock.acquire(false), "nobody holds the lock, but it cannot be acquired");
  lock.release();
}

SCENARIO(Lock, NonBlockingAcquireExcludesToo, interleaving,
         "A lock has one holder at a time, and the next sees what the last has written.") {
  Lock lock;
  CriticalSection section;
  Threads threads;
  threads.spawn("blocking", [&] {
    lock.acquire();
    section.visit();
    lock.release();
  });
  threads.spawn("not blocking", [&] {
    if (!lock.acquire(false)) return;
    section.visit();
    lock.release();
  });
  threads.join();
  CHECK(!lock.locked(), "every holder released the lock, but `locked` says that it is held");
}

SCENARIO(Lock, AFailedAttemptKeepsNobodyAsleep, interleaving, "`acquire(false)` never blocks.") {
  Lock lock;
  lock.acquire();
  Threads threads;
  threads.spawn("waiter", [&lock] {
    lock.acquire();
    lock.release();
  });
  threads.spawn("not blocking", [&lock] {
    if (lock.acquire(false)) lock.release();
  });
  lock.release();
}

SCENARIO(Lock, TwoLocksHandWorkBackAndForth, interleaving,
         "Any thread may release it, not only the one that acquired it.") {
  Lock empty;
  Lock full;
  full.acquire();
  int slot = 0;
  Threads threads;
  threads.spawn("producer", [&] {
    for (int item = 1; item <= 2; ++item) {
      empty.acquire();
      slot = item;
      full.release();
    }
  });
  for (int item = 1; item <= 2; ++item) {
    full.acquire();
    CHECK_EQ(slot, item, "the item in the pipeline");
    empty.release();
  }
}

SCENARIO(Lock, OfTwoReleasesOneIsAnError, interleaving,
         "`release` of an unlocked lock is a `RuntimeError`.") {
  Lock lock;
  lock.acquire();
  harness::Unseen<bool> refused[2];
  Threads threads;
  threads.start_together(2, [&](int number) {
    try {
      lock.release();
    } catch (const RuntimeError&) {
      refused[number].set(true);
    }
  });
  threads.join();
  CHECK_EQ(int{refused[0].get()} + int{refused[1].get()}, 1,
           "releases refused, of two after one acquire");
  CHECK(lock.acquire(false), "a released lock could not be acquired again");
  CHECK(!lock.acquire(false), "after two releases the lock was acquired twice");
}

// If the release comes first, it finds the lock free, throws, and must leave the other thread's
// acquire alone; if it comes second, it releases what the other thread acquired.
SCENARIO(Lock, AReleaseThatThrowsUndoesNoAcquire, interleaving,
         "A call that throws changes nothing.") {
  Lock lock;
  harness::Unseen<bool> refused;
  Threads threads;
  threads.spawn("releasing", [&] {
    try {
      lock.release();
    } catch (const RuntimeError&) {
      refused.set(true);
    }
  });
  threads.spawn("acquiring", [&lock] {
    CHECK(lock.acquire(false), "`acquire(false)` of a lock that nobody held did not return true");
  });
  threads.join();
  CHECK_EQ(lock.locked(), refused.get(), "`locked` after an acquire beside a release");
}

}  // namespace
