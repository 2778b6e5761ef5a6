#include <array>
#include <chrono>
#include <thread>

#include "harness/check.hpp"
#include "harness/costs.hpp"
#include "harness/scenario.hpp"
#include "harness/threads.hpp"
#include "labs/lock/subject.hpp"
#include "threading/errors.hpp"

// What a call must leave alone: what other threads do with the lock meanwhile, other locks, and the
// wall clock.
namespace {

using namespace std::chrono_literals;
using harness::Judges;
using harness::Thread;
using harness::Threads;
using subject::Lock;
using threading::Duration;
using threading::ValueError;

// ---- Calls that take nothing ----

// A `locked` that finds out by trying, or that reads what others write.
SCENARIO(Lock, AskingWhetherItIsLockedDisturbsNobody, interleaving,
         "`bool locked() const`: any thread may ask, and it changes nothing.") {
  Lock lock;
  Threads threads;
  threads.spawn("asking", [&lock] {
    static_cast<void>(lock.locked());
    static_cast<void>(lock.locked());
  });
  threads.spawn("taking", [&lock] {
    CHECK(lock.acquire(false), "a lock that nobody held could not be acquired");
    CHECK(lock.locked(), "the lock was acquired, but `locked` denies it");
    lock.release();
  });
  threads.join();
  CHECK(!lock.locked(), "every holder released the lock, but `locked` says that it is held");
}

SCENARIO(Lock, AFailedAttemptNeverMakesItLookFree, interleaving,
         "`acquire(false)` never blocks; a lock is held until its release.") {
  Lock lock;
  lock.acquire();
  Threads threads;
  threads.spawn("trying", [&lock] {
    CHECK(!lock.acquire(false), "a lock that another thread holds was acquired");
    CHECK(!lock.acquire(true, 0ns), "a lock that another thread holds was acquired");
  });
  CHECK(lock.locked(), "the lock is held, but `locked` denies it");
  CHECK(!lock.acquire(false), "a lock that is held was acquired");
  threads.join();
  lock.release();
}

SCENARIO(Lock, AnAcquireThatThrowsDisturbsNobody, interleaving,
         "A call that throws changes nothing.") {
  Lock lock;
  Threads threads;
  threads.spawn("refused", [&lock] {
    CHECK_THROWS(lock.acquire(false, 1ms), ValueError, "`acquire(false, t)` with a timeout");
    CHECK_THROWS(lock.acquire(true, -1ns), ValueError, "`acquire` with a negative timeout");
  });
  threads.spawn("taking", [&lock] {
    CHECK(lock.acquire(false), "a lock that nobody held could not be acquired");
    CHECK(lock.locked(), "the lock was acquired, but `locked` denies it");
    lock.release();
  });
}

// ---- Other locks ----

SCENARIO(Lock, EachThreadMayMakeItsOwn, interleaving, "A lock is held or free by itself.") {
  Threads threads;
  threads.start_together(2, [](int) {
    Lock lock;
    CHECK(lock.acquire(), "`acquire` of a free lock did not return true");
    CHECK(!lock.acquire(true, 1ms), "a lock that is held was acquired");
    lock.release();
    CHECK(!lock.locked(), "the lock was released, but `locked` denies it");
  });
}

// Whoever keeps the sleepers of all locks in one place has to wake the right one.
SCENARIO(Lock, AReleaseWakesWhoWaitsForThisLock, interleaving, "A lock is held or free by itself.",
         .schedules = 100) {
  constexpr int kLocks = 10;
  std::array<Lock, kLocks> locks;
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

// ---- Attempts among threads that wait ----

// It looks, then tries: meanwhile others have come to hold the lock, and to wait for it.
SCENARIO(Lock, AnAttemptLeavesTheWaitersMarked, interleaving,
         "`acquire` returns whether it was acquired; a release lets a waiter through.") {
  Lock lock;
  Threads threads;
  threads.start_together(2, [&lock](int) {
    lock.acquire();
    lock.release();
  });
  if (lock.acquire(false)) lock.release();
}

SCENARIO(Lock, AnAttemptThatMeetsAnAcquireDoesNotWait, interleaving,
         "`acquire(false)` never blocks.") {
  Lock lock;
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

// ---- Time ----

SCENARIO(Lock, NoTimeIsTooShortToWait, behaviour,
         "`acquire` returns whether it was acquired; a timeout says how long it may wait.") {
  Lock lock;
  lock.acquire();
  for (const Duration timeout : {Duration(1ns), Duration(999us), Duration(1999us)}) {
    const auto begin = std::chrono::steady_clock::now();
    CHECK(!lock.acquire(true, timeout), "a lock that is held was acquired");
    CHECK(std::chrono::steady_clock::now() - begin >= timeout,
          "a timed `acquire` gave up before its time was over");
  }
  lock.release();
}

SCENARIO(Lock, AMonthIsNotTooLongToWait, behaviour, "Any other timeout is legal up to the largest.",
         .weight = 0.5, .judges = Judges::explore_only) {
  Lock lock;
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

// ---- The wall clock ----

SCENARIO(Lock, WaitsAreMeasuredOnTheSteadyClock, behaviour,
         "All waits are measured on `std::chrono::steady_clock`.", .weight = 0.5,
         .judges = Judges::explore_only) {
  Lock lock;
  lock.acquire();
  const harness::Costs costs = harness::cost_of([&lock] { lock.acquire(true, 1ms); });
  CHECK_EQ(costs.wall_clock_waits, 0U, "waits until a time of the wall clock, which may be set");
  CHECK_EQ(costs.wall_clock_reads, 0U, "looks at the wall clock, which may be set, while waiting");
  lock.release();
}

}  // namespace
