#include <array>
#include <chrono>
#include <thread>

#include "harness/check.hpp"
#include "harness/costs.hpp"
#include "harness/scenario.hpp"
#include "harness/threads.hpp"
#include "labs/rlock/subject.hpp"
#include "threading/errors.hpp"
#include "threading/time.hpp"

// What a call must leave alone: what other threads do with the lock meanwhile, other locks, and the
// wall clock. And who is taken for whom.
namespace {

using namespace std::chrono_literals;
using harness::Judges;
using harness::Thread;
using harness::Threads;
using subject::RLock;
using threading::Duration;
using threading::RuntimeError;

// A `locked` that finds out by trying turns others away.
SCENARIO(RLock, AskingWhetherItIsLockedDisturbsNobody, interleaving,
         "Any thread may ask, at any time.") {
  RLock lock;
  Threads threads;
  threads.spawn("asking", [&lock] {
    static_cast<void>(lock.locked());
    CHECK(!lock.is_owned(), "a thread that never acquired the lock owns it");
    static_cast<void>(lock.locked());
  });
  threads.spawn("taking", [&lock] {
    CHECK(lock.acquire(false), "a lock that nobody held could not be acquired");
    CHECK(lock.locked(), "the lock was acquired, but `locked` denies it");
    lock.release();
  });
  threads.join();
  CHECK(!lock.locked(), "every owner released the lock, but `locked` says that it is held");
}

SCENARIO(RLock, NobodyIsTakenForTheOwner, behaviour,
         "`is_owned` and `recursion_count` are the calling thread's.", .schedules = 100) {
  RLock lock;
  CHECK(lock.acquire(false), "a lock that nobody held could not be acquired");
  Threads threads;
  for (int i = 0; i < 20; ++i) {
    threads.spawn("stranger " + std::to_string(i), [&lock] {
      CHECK(!lock.is_owned(), "a thread that never acquired the lock owns it");
      CHECK_EQ(lock.recursion_count(), 0U, "`recursion_count` of a stranger");
      CHECK(!lock.acquire(false), "a lock that another thread owns was acquired");
    });
    harness::settle();
  }
  threads.join();
  CHECK_EQ(lock.recursion_count(), 1U, "the owner's `recursion_count` after others asked");
  lock.release();
}

SCENARIO(RLock, WhoTakesItBackSleeps, behaviour,
         "A waiter sleeps: no spinning without bound, no sleeping and polling.", .weight = 0.5,
         .schedules = 50, .judges = Judges::explore_only) {
  RLock lock;
  lock.acquire();
  Threads threads;
  const Thread& waiter = threads.spawn("waiter", [&lock] {
    lock.acquire_restore(2);
    static_cast<void>(lock.release_save());
  });
  CHECK_BLOCKED(waiter, "`acquire_restore` of a lock that is held returned");
  CHECK_OTHERS_SLEEP("a thread in `acquire_restore` polls the lock instead of sleeping");
  lock.release();
}

SCENARIO(RLock, EachThreadMayMakeItsOwn, interleaving, "A lock is held or free by itself.") {
  Threads threads;
  threads.start_together(2, [](int) {
    RLock lock;
    lock.acquire();
    CHECK(lock.acquire(false), "the owner could not acquire its lock again");
    CHECK_EQ(lock.release_save(), 2U, "the depth that `release_save` returns");
    CHECK(!lock.locked(), "the lock was given up, but `locked` denies it");
  });
}

SCENARIO(RLock, AReleaseWakesWhoWaitsForThisLock, interleaving, "A lock is held or free by itself.",
         .schedules = 100) {
  constexpr int kLocks = 10;
  std::array<RLock, kLocks> locks;
  Threads threads;
  std::array<const Thread*, kLocks> waiters{};
  for (int i = 0; i < kLocks; ++i) {
    locks[i].acquire();
    waiters[i] = &threads.spawn("waiter " + std::to_string(i), [&lock = locks[i]] {
      lock.acquire();
      lock.release();
    });
    harness::settle();
  }
  for (int i = kLocks - 1; i >= 0; --i) {
    locks[i].release();
    CHECK_WAKES(*waiters[i], "the lock was released, but its waiter sleeps on");
  }
}

SCENARIO(RLock, ItMayBeHeldVeryDeep, stress,
         "The owning thread may acquire again; it is free again after as many releases.",
         .weight = 0.5) {
  constexpr std::size_t kDepth = 70'000;
  RLock lock;
  for (std::size_t i = 0; i < kDepth; ++i)
    lock.acquire();
  CHECK_EQ(lock.recursion_count(), kDepth, "`recursion_count` of a lock held deep");
  for (std::size_t i = 1; i < kDepth; ++i)
    lock.release();
  CHECK(lock.is_owned(), "the lock is free although one release is still to come");
  lock.release();
  CHECK(!lock.locked(), "as many releases as acquires did not free the lock");
}

// ---- Others come and go ----

SCENARIO(RLock, AnAttemptThatMeetsAnAcquireDoesNotWait, interleaving,
         "`acquire(false)` never blocks.") {
  RLock lock;
  Threads threads;
  const Thread& attempt = threads.spawn("not blocking", [&lock] {
    if (lock.acquire(false)) lock.release();
  });
  lock.acquire();
  lock.release();
  lock.acquire();
  CHECK_RETURNED(attempt, "`acquire(false)` waits for the thread that was faster");
  lock.release();
}

SCENARIO(RLock, AnAttemptLeavesTheWaitersMarked, interleaving,
         "`acquire` returns whether it was acquired; the last release lets a waiter through.") {
  RLock lock;
  Threads threads;
  threads.start_together(2, [&lock](int) {
    lock.acquire();
    lock.release();
  });
  if (lock.acquire(false)) lock.release();
}

SCENARIO(RLock, AWakeUpAtTheDeadlineIsNotSwallowed, interleaving,
         "Every blocking call blocks, and no longer than the lock is held.") {
  RLock lock;
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

SCENARIO(RLock, WhoTakesItBackForgetsNobody, interleaving,
         "`acquire_restore` takes the lock back as deep as it was.") {
  RLock lock;
  lock.acquire();
  Threads threads;
  threads.spawn("restorer", [&lock] {
    lock.acquire_restore(1);
    lock.release();
  });
  threads.spawn("waiter", [&lock] {
    lock.acquire();
    lock.release();
  });
  harness::settle();
  lock.release();
}

SCENARIO(RLock, AStrangersCallsDisturbNobody, interleaving,
         "`release` and `release_save`: `RuntimeError` if not owned; a call that throws changes "
         "nothing.") {
  RLock lock;
  Threads threads;
  threads.spawn("owner", [&lock] {
    lock.acquire();
    lock.acquire();
    lock.release();
    CHECK_EQ(lock.recursion_count(), 1U, "the owner's `recursion_count` while a stranger calls");
    lock.release();
  });
  CHECK_THROWS(lock.release_save(), RuntimeError, "`release_save` by a stranger");
  CHECK_THROWS(lock.release(), RuntimeError, "`release` by a stranger");
  threads.join();
  CHECK(!lock.locked(), "the owner released the lock, but `locked` says that it is held");
}

// ---- Time ----

SCENARIO(RLock, NoTimeIsTooShortToWait, behaviour,
         "`acquire` returns whether it was acquired; a timeout says how long it may wait.") {
  RLock lock;
  Threads threads;
  lock.acquire();
  threads.spawn("stranger", [&lock] {
    for (const Duration timeout : {Duration(1ns), Duration(999us), Duration(1999us)}) {
      const auto begin = std::chrono::steady_clock::now();
      CHECK(!lock.acquire(true, timeout), "a lock that another thread owns was acquired");
      CHECK(std::chrono::steady_clock::now() - begin >= timeout,
            "a timed `acquire` gave up before its time was over");
    }
  });
  threads.join();
  lock.release();
}

SCENARIO(RLock, AMonthIsNotTooLongToWait, behaviour,
         "Any other timeout is legal up to the largest.", .weight = 0.5,
         .judges = Judges::explore_only) {
  RLock lock;
  lock.acquire();
  Threads threads;
  threads.spawn("waiter", [&lock] {
    CHECK(lock.acquire(true, Duration::max()), "the largest timeout was over within weeks");
    lock.release();
  });
  harness::settle();
  std::this_thread::sleep_for(40 * 24h);
  lock.release();
}

SCENARIO(RLock, WaitsAreMeasuredOnTheSteadyClock, behaviour,
         "All waits are measured on `std::chrono::steady_clock`.", .weight = 0.5,
         .judges = Judges::explore_only) {
  RLock lock;
  lock.acquire();
  Threads threads;
  threads.spawn("timed waiter", [&lock] {
    const harness::Costs costs = harness::cost_of([&lock] { lock.acquire(true, 1ms); });
    CHECK_EQ(costs.wall_clock_waits, 0U, "waits until a time of the wall clock, which may be set");
  });
  threads.join();
  lock.release();
}

}  // namespace
