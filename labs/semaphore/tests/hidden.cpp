#include <atomic>
#include <chrono>
#include <cstdint>
#include <limits>
#include <memory>
#include <thread>

#include "harness/check.hpp"
#include "harness/costs.hpp"
#include "harness/scenario.hpp"
#include "harness/threads.hpp"
#include "labs/semaphore/subject.hpp"
#include "threading/errors.hpp"

// The corners of the contract that no schedule decides: arguments, large numbers, the bound, time,
// cost, lifetime.
namespace {

using namespace std::chrono_literals;
using harness::Judges;
using harness::Thread;
using harness::Threads;
using subject::BoundedSemaphore;
using subject::Semaphore;
using threading::Duration;
using threading::ValueError;
using Clock = std::chrono::steady_clock;

constexpr std::ptrdiff_t kLargest = std::numeric_limits<std::ptrdiff_t>::max();

// ---- Arguments and single calls ----

SCENARIO(
    Semaphore, ATimeoutThatIsOverPolls, behaviour,
    "A negative timeout is a `ValueError` only in Lock, RLock and Queue; elsewhere it polls.") {
  Semaphore semaphore(0);
  CHECK(!semaphore.acquire(true, Duration(0)), "a poll without a permit did not return false");
  semaphore.release();
  CHECK(semaphore.acquire(true, Duration(0)), "a poll of a free permit did not return true");
  // It polls as in CPython, or is refused as in Lock: the specification can be read either way.
  for (const Duration timeout : {Duration(-1), Duration(-1s), Duration::min()}) {
    try {
      CHECK(!semaphore.acquire(true, timeout), "a poll without a permit did not return false");
    } catch (const ValueError&) {
    }
  }
  CHECK(!semaphore.acquire(false), "a poll that failed had given a permit");
}

SCENARIO(Semaphore, TheLargestTimeoutIsLegal, behaviour,
         "Any other timeout is legal up to the largest.") {
  Semaphore semaphore;
  CHECK(semaphore.acquire(true, Duration::max()), "a free permit was not acquired");
  Threads threads;
  const Thread& waiter = threads.spawn("waiter", [&semaphore] {
    CHECK(semaphore.acquire(true, Duration::max()), "the largest timeout was over too soon");
  });
  CHECK_BLOCKED(waiter, "`acquire` with the largest timeout did not wait");
  semaphore.release();
  CHECK_WAKES(waiter, "`acquire` with the largest timeout missed the release");
}

SCENARIO(Semaphore, AMonthIsNotTooLongToWait, behaviour,
         "Any other timeout is legal up to the largest.", .weight = 0.5,
         .judges = Judges::explore_only) {
  Semaphore semaphore(0);
  Threads threads;
  threads.spawn("waiter", [&semaphore] {
    CHECK(semaphore.acquire(true, Duration::max()), "the largest timeout was over within weeks");
  });
  harness::settle();
  std::this_thread::sleep_for(40 * 24h);
  semaphore.release();
}

SCENARIO(Semaphore, AttemptsThatFailCostNothing, behaviour,
         "`acquire` returns whether it was acquired: the value never falls below zero.") {
  Semaphore semaphore(0);
  for (int i = 0; i < 2; ++i) {
    CHECK(!semaphore.acquire(false), "`acquire(false)` without a permit returned true");
    CHECK(!semaphore.acquire(true, 1ms), "a timed `acquire` without a permit returned true");
  }
  semaphore.release();
  CHECK(semaphore.acquire(false), "attempts that failed took a permit that was released later");
}

SCENARIO(Semaphore, EachSemaphoreIsItsOwn, behaviour, "A permit belongs to one semaphore.") {
  Semaphore first(1);
  Semaphore second(0);
  CHECK(!second.acquire(false), "a semaphore handed out another one's permit");
  second.release();
  CHECK(first.acquire(false) && second.acquire(false), "a semaphore lost its permit to another");
}

SCENARIO(Semaphore, AReleaseThatThrowsWakesNobody, behaviour,
         "A call that throws changes nothing.") {
  Semaphore semaphore(0);
  Threads threads;
  const Thread& waiter = threads.spawn("waiter", [&semaphore] { semaphore.acquire(); });
  harness::settle();
  CHECK_THROWS(semaphore.release(0), ValueError, "`release(0)`");
  CHECK_BLOCKED(waiter, "a `release` that threw let a blocked thread through");
  CHECK_THROWS(semaphore.release(-1), ValueError, "`release(-1)`");
  CHECK_BLOCKED(waiter, "a `release` that threw let a blocked thread through");
  semaphore.release();
  CHECK_WAKES(waiter, "after a `release` that threw, a blocked thread missed the next one");
}

SCENARIO(Semaphore, ItCountsBeyondThirtyTwoBits, behaviour,
         "`explicit Semaphore(std::ptrdiff_t value = 1)` · `void release(std::ptrdiff_t n = 1)`.") {
  for (const std::ptrdiff_t large : {std::ptrdiff_t(1) << 31, std::ptrdiff_t(1) << 32, kLargest}) {
    Semaphore full(large);
    CHECK(full.acquire(false), "a semaphore of very many permits could not be acquired");
    full.release();
    CHECK(full.acquire(true, 1ms), "a semaphore of very many permits lost them");
    Semaphore empty(0);
    empty.release(large);
    CHECK(empty.acquire(false), "`release` of very many permits gave none");
    CHECK(empty.acquire(), "`release` of very many permits gave a single one");
  }
}

SCENARIO(Semaphore, AReleaseOfVeryManyReachesTheBlocked, behaviour,
         "`release(n)` lets n blocked threads through.") {
  Semaphore semaphore(0);
  Threads threads;
  const Thread& first = threads.spawn("first waiter", [&semaphore] { semaphore.acquire(); });
  const Thread& second = threads.spawn("second waiter", [&semaphore] { semaphore.acquire(); });
  harness::settle();
  semaphore.release(std::ptrdiff_t(1) << 32);
  CHECK_WAKES(first, "a thread still blocks although very many permits were released");
  CHECK_WAKES(second, "a thread still blocks although very many permits were released");
  threads.join();
  CHECK(semaphore.acquire(false), "of very many permits, none is left after two were taken");
}

// ---- The bound ----

SCENARIO(BoundedSemaphore, AReleasePartlyAboveGivesNothing, behaviour,
         "`BoundedSemaphore` throws `ValueError`, and changes nothing, where a release would lift "
         "it above its initial value.") {
  BoundedSemaphore semaphore(3);
  semaphore.acquire();
  semaphore.acquire();
  CHECK_THROWS(semaphore.release(3), ValueError, "`release(3)` with two permits taken");
  CHECK(semaphore.acquire(false), "a `release` that threw took a permit away");
  CHECK(!semaphore.acquire(false), "a `release` that threw gave a part of its permits");
  semaphore.release(3);
  for (int i = 0; i < 3; ++i)
    CHECK(semaphore.acquire(false), "`release(3)` with three permits taken gave fewer");
  CHECK(!semaphore.acquire(false), "`release(3)` gave more than three permits");
}

SCENARIO(BoundedSemaphore, NoReleaseIsTooLargeToRefuse, behaviour,
         "`BoundedSemaphore` throws `ValueError`, and changes nothing, where a release would lift "
         "it above its initial value.") {
  BoundedSemaphore semaphore(2);
  semaphore.acquire();
  for (const std::ptrdiff_t n : {std::ptrdiff_t(2), std::ptrdiff_t(1) << 32,
                                 (std::ptrdiff_t(1) << 32) + 1, kLargest - 1, kLargest})
    CHECK_THROWS(semaphore.release(n), ValueError, "`release(n)` of far too many permits");
  CHECK(semaphore.acquire(false), "a `release` that threw took a permit away");
  CHECK(!semaphore.acquire(false), "a `release` that threw gave a permit");
  semaphore.release(2);
}

SCENARIO(BoundedSemaphore, ItsInitialValueMayBeOneNoneOrTheLargest, behaviour,
         "`BoundedSemaphore` throws `ValueError`, and changes nothing, where a release would lift "
         "it above its initial value.") {
  BoundedSemaphore one;
  CHECK_THROWS(one.release(), ValueError, "`release` of a new bounded semaphore");
  CHECK(one.acquire(false), "a new bounded semaphore has no permit");
  CHECK(!one.acquire(false), "a new bounded semaphore has two permits");
  BoundedSemaphore none(0);
  CHECK_THROWS(none.release(), ValueError, "`release` of a bounded semaphore of no permits");
  CHECK(!none.acquire(false), "a bounded semaphore of no permits was acquired");
  BoundedSemaphore largest(kLargest);
  CHECK_THROWS(largest.release(), ValueError, "`release` at the largest initial value");
  CHECK(largest.acquire(false), "a bounded semaphore of very many permits has none");
  largest.release();
}

SCENARIO(BoundedSemaphore, ItAcquiresLikeASemaphore, behaviour,
         "`acquire(false, t)` with a timeout is a `ValueError`.") {
  BoundedSemaphore semaphore;
  CHECK_THROWS(semaphore.acquire(false, 1s), ValueError, "`acquire(false, t)`");
  CHECK(semaphore.acquire(true, 0s), "a poll of a free permit did not return true");
  CHECK(!semaphore.acquire(true, 0s), "a poll without a permit did not return false");
  const auto begin = Clock::now();
  CHECK(!semaphore.acquire(true, 5ms), "a timed `acquire` without a permit did not return false");
  CHECK(Clock::now() - begin >= 5ms, "a timed `acquire` gave up before its time was over");
  semaphore.release();
  CHECK(semaphore.acquire(), "a released permit could not be acquired again");
}

// A blocked thread does not raise the bound: the permits in hand and those free are never more
// than there were at first.
SCENARIO(BoundedSemaphore, UnlockIsARelease, behaviour,
         "`lock`/`try_lock`/`unlock`; `BoundedSemaphore` throws `ValueError` where a release would "
         "lift it above its initial value.") {
  BoundedSemaphore semaphore;
  CHECK_THROWS(semaphore.unlock(), ValueError, "`unlock` at the initial value");
  CHECK(semaphore.try_lock(), "`try_lock` did not take the free permit");
  CHECK(!semaphore.try_lock(), "an `unlock` that threw gave a permit");
  semaphore.unlock();
  semaphore.lock();
}

SCENARIO(BoundedSemaphore, ABlockedThreadMakesNoRoom, behaviour,
         "`BoundedSemaphore` throws `ValueError`, and changes nothing, where a release would lift "
         "it above its initial value.") {
  BoundedSemaphore semaphore(1);
  semaphore.acquire();
  Threads threads;
  const Thread& waiter = threads.spawn("waiter", [&semaphore] { semaphore.acquire(); });
  CHECK_BLOCKED(waiter, "a bounded semaphore of one permit was acquired twice");
  CHECK_THROWS(semaphore.release(2), ValueError, "`release(2)` of a bounded semaphore of one");
  CHECK_BLOCKED(waiter, "a `release` that threw let a blocked thread through");
  semaphore.release();
  CHECK_WAKES(waiter, "`acquire` still blocks although the permit was released");
}

SCENARIO(BoundedSemaphore, ReleaseOfSeveralLetsAsManyThrough, behaviour,
         "`release(n)` lets n blocked threads through.") {
  BoundedSemaphore semaphore(2);
  semaphore.acquire();
  semaphore.acquire();
  Threads threads;
  const Thread& first = threads.spawn("first waiter", [&semaphore] { semaphore.acquire(); });
  const Thread& second = threads.spawn("second waiter", [&semaphore] { semaphore.acquire(); });
  CHECK_BLOCKED(first, "`acquire` returned although there was no permit");
  CHECK_BLOCKED(second, "`acquire` returned although there was no permit");
  semaphore.release(2);
  CHECK_WAKES(first, "`release(2)` did not let both blocked threads through");
  CHECK_WAKES(second, "`release(2)` did not let both blocked threads through");
}

// ---- Time ----

SCENARIO(Semaphore, ATimedAcquireGetsAPermitReleasedInTime, behaviour,
         "`acquire` returns whether it was acquired.") {
  Semaphore semaphore(0);
  Threads threads;
  const Thread& waiter = threads.spawn("timed waiter", [&semaphore] {
    const auto begin = Clock::now();
    if (semaphore.acquire(true, 1h)) return;
    CHECK(Clock::now() - begin >= 1h, "a timed `acquire` gave up before its time was over");
  });
  CHECK_BLOCKED(waiter, "a timed `acquire` without a permit returned at once");
  semaphore.release();
  CHECK_WAKES(waiter, "a timed `acquire` sleeps on although a permit was released");
}

SCENARIO(Semaphore, NoTimeIsTooShortToWait, behaviour,
         "`acquire` returns whether it was acquired; a timeout says how long it may wait.") {
  Semaphore semaphore(0);
  for (const Duration timeout : {Duration(1ns), Duration(999us), Duration(1999us)}) {
    const auto begin = Clock::now();
    CHECK(!semaphore.acquire(true, timeout), "a permit was acquired where there was none");
    CHECK(Clock::now() - begin >= timeout, "a timed `acquire` gave up before its time was over");
  }
}

SCENARIO(Semaphore, ATimedAcquireIsOverByItsDeadline, behaviour,
         "A timeout bounds the wait, where nothing else can run.") {
  Semaphore semaphore(0);
  Threads threads;
  const Thread& waiter = threads.spawn("timed waiter", [&semaphore] {
    CHECK(!semaphore.acquire(true, 5ms), "a permit was acquired where there was none");
  });
  harness::settle();  // its time begins when it blocks
  std::this_thread::sleep_for(20ms);
  CHECK_RETURNED(waiter, "a timed `acquire` still waits after its deadline");
}

SCENARIO(Semaphore, AWaiterIsInNobodysWay, behaviour,
         "`acquire(false)` never blocks, and a timeout bounds the wait, also where others wait.") {
  Semaphore semaphore(0);
  Threads threads;
  const Thread& waiter = threads.spawn("waiter", [&semaphore] { semaphore.acquire(); });
  CHECK_BLOCKED(waiter, "`acquire` without a permit returned");
  const Thread& attempt = threads.spawn("attempt", [&semaphore] {
    CHECK(!semaphore.acquire(false), "a permit was acquired where there was none");
  });
  CHECK_RETURNED(attempt, "`acquire(false)` waits behind a thread that waits");
  const Thread& timed = threads.spawn("timed waiter", [&semaphore] {
    CHECK(!semaphore.acquire(true, 5ms), "a permit was acquired where there was none");
  });
  harness::settle();  // its time begins when it blocks
  std::this_thread::sleep_for(20ms);
  CHECK_RETURNED(timed, "a timed `acquire` waits behind another thread past its deadline");
  semaphore.release();
}

SCENARIO(Semaphore, ATimedAcquireDoesNotStartItsTimeAnew, behaviour,
         "A timeout bounds the whole call.") {
  Semaphore semaphore(0);
  Threads threads;
  const Thread& waiter = threads.spawn("timed waiter", [&semaphore] {
    if (semaphore.acquire(true, 10ms)) semaphore.release();
  });
  for (int i = 0; i < 4; ++i) {
    harness::settle();  // its time begins when it blocks
    std::this_thread::sleep_for(4ms);
    semaphore.release();
    semaphore.acquire();
  }
  CHECK_RETURNED(waiter, "a timed `acquire` that was woken in vain waits past its deadline");
}

// Where a wait may wake up for no reason, what is left of its time is less than the whole.
SCENARIO(Semaphore, AWakeUpForNoReasonStartsNoTimeAnew, interleaving,
         "A timeout bounds the whole call; a wait may wake for no reason.") {
  Semaphore semaphore(0);
  Threads threads;
  const Thread& waiter = threads.spawn("timed waiter", [&semaphore] {
    CHECK(!semaphore.acquire(true, 10ms), "a permit was acquired where there was none");
  });
  harness::settle();  // its time begins when it blocks
  std::this_thread::sleep_for(12ms);
  CHECK_RETURNED(waiter, "a timed `acquire` still waits after its deadline");
}

SCENARIO(Semaphore, WaitsAreMeasuredOnTheSteadyClock, behaviour,
         "All waits are measured on `std::chrono::steady_clock`.", .weight = 0.5,
         .judges = Judges::explore_only) {
  Semaphore semaphore(0);
  const harness::Costs costs = harness::cost_of([&semaphore] {
    CHECK(!semaphore.acquire(true, 1ms), "a permit was acquired where there was none");
  });
  CHECK_EQ(costs.wall_clock_waits, 0U, "waits until a time of the wall clock, which may be set");
}

// ---- Cost ----

// A `release` may wake sleepers that are not there: a semaphore need not count them.
SCENARIO(Semaphore, AcquiredAtOnceItMakesNoSystemCall, behaviour,
         "Uncontended calls make no needless system call.", .weight = 0.5,
         .judges = Judges::explore_only) {
  Semaphore semaphore(3);
  const harness::Costs costs = harness::cost_of([&semaphore] {
    CHECK(semaphore.acquire(), "`acquire` of a free semaphore did not return true");
    CHECK(semaphore.acquire(true, 1h), "a timed `acquire` of a free permit did not return true");
    CHECK(semaphore.acquire(false), "`acquire(false)` of a free permit did not return true");
    CHECK(!semaphore.acquire(false), "a permit was acquired that was not there");
  });
  CHECK_EQ(costs.system_calls(), 0U, "system calls of acquires that need not wait");
}

SCENARIO(Semaphore, AWaiterSleeps, behaviour,
         "Every blocking call blocks: no spinning without bound, no sleeping and polling.",
         .weight = 0.5, .schedules = 50, .judges = Judges::explore_only) {
  Semaphore semaphore(0);
  Threads threads;
  const Thread& waiter = threads.spawn("waiter", [&semaphore] { semaphore.acquire(); });
  CHECK_BLOCKED(waiter, "`acquire` returned although there was no permit");
  CHECK_OTHERS_SLEEP("a thread that waits for a permit polls instead of sleeping");
  semaphore.release();
}

SCENARIO(Semaphore, ATimedWaiterSleeps, behaviour,
         "Every blocking call blocks: no spinning without bound, no sleeping and polling.",
         .weight = 0.5, .schedules = 50, .judges = Judges::explore_only) {
  Semaphore semaphore(0);
  Threads threads;
  const Thread& waiter = threads.spawn(
      "timed waiter", [&semaphore] { static_cast<void>(semaphore.acquire(true, 1h)); });
  CHECK_BLOCKED(waiter, "a timed `acquire` returned although there was no permit");
  CHECK_OTHERS_SLEEP("a timed `acquire` polls instead of sleeping");
  semaphore.release();
}

// ---- Lifetime ----

SCENARIO(Semaphore, MayBeDestroyedWhileHeld, behaviour,
         "An object may be destroyed as soon as the last call on it returned, held or not.") {
  auto semaphore = std::make_unique<Semaphore>(2);
  CHECK(semaphore->acquire(), "`acquire` of a free semaphore did not return true");
  semaphore = std::make_unique<Semaphore>(0);
  CHECK(!semaphore->acquire(true, 1ms), "a new semaphore of no permits was acquired");
  semaphore.reset();
}

SCENARIO(Semaphore, WhoGotThePermitMayDestroyIt, interleaving,
         "A `release` may not touch the object after another thread can know of the release.") {
  auto semaphore = std::make_unique<Semaphore>(0);
  Threads threads;
  threads.spawn("releaser", [&semaphore] { semaphore->release(); });
  CHECK(semaphore->acquire(), "`acquire` without a timeout did not return true");
  semaphore.reset();
}

SCENARIO(Semaphore, WhoGotAllThePermitsMayDestroyIt, interleaving,
         "A `release` may not touch the object after another thread can know of the release.") {
  auto semaphore = std::make_unique<Semaphore>(0);
  Threads threads;
  threads.spawn("releaser of two", [&semaphore] { semaphore->release(2); });
  if (!semaphore->acquire(true, 1h)) semaphore->acquire();
  semaphore->acquire();
  semaphore.reset();
}

SCENARIO(Semaphore, TheLastOfTwoWaitersMayDestroyIt, interleaving,
         "A `release` may not touch the object after another thread can know of the release.") {
  auto semaphore = std::make_unique<Semaphore>(0);
  std::atomic<int> users = 2;
  Threads threads;
  threads.start_together(2, [&](int) {
    semaphore->acquire();
    if (--users == 0) semaphore.reset();
  });
  semaphore->release(2);
}

SCENARIO(BoundedSemaphore, TheLastUserMayDestroyIt, interleaving,
         "A `release` may not touch the object after another thread can know of the release.") {
  auto semaphore = std::make_unique<BoundedSemaphore>();
  int users = 2;
  Threads threads;
  threads.start_together(2, [&](int) {
    semaphore->acquire();
    const bool last = --users == 0;
    semaphore->release();
    if (last) semaphore.reset();
  });
}

}  // namespace
