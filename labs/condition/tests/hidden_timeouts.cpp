#include <chrono>
#include <stdexcept>
#include <thread>

#include "harness/check.hpp"
#include "harness/costs.hpp"
#include "harness/judge.hpp"
#include "harness/scenario.hpp"
#include "harness/threads.hpp"
#include "harness/unseen.hpp"
#include "labs/condition/subject.hpp"
#include "labs/condition/waiters.hpp"
#include "threading/errors.hpp"

// Time: that it is over is for the waiter alone, and costs nobody else a notification.
namespace {

using namespace std::chrono_literals;
using harness::Judges;
using harness::Thread;
using harness::Threads;
using harness::Unseen;
using subject::Condition;
using subject::Lock;
using subject::RLock;
using threading::Duration;
using threading::ValueError;
using waiters::Outcome;
using waiters::Waiter;
using Clock = std::chrono::steady_clock;

// ---- A timed-out waiter and its notification ----

// One notification, a waiter that may just be giving up and one that waits for ever: whatever the
// schedule, exactly one of them gets it.
void exactly_one_is_notified(Condition<Lock>& condition, Duration until_acquire,
                             Duration until_notify) {
  Threads threads;
  Waiter timed(threads, "timed", condition, 5ms);
  Waiter patient(threads, "patient", condition);
  if (until_acquire > 0ns) std::this_thread::sleep_for(until_acquire);
  condition.acquire();
  if (until_notify > 0ns) std::this_thread::sleep_for(until_notify);
  condition.notify();
  condition.release();
  harness::let_finish(timed);
  if (timed.outcome() == Outcome::timed_out) {
    CHECK_IS_WOKEN(patient, "a waiter that timed out swallowed the notification of another");
  } else {
    CHECK(timed.outcome() == Outcome::notified, "the one that has waited longest was passed over");
    CHECK(!patient.returned(), "one `notify` woke two waiters");
    waiters::notify(condition);
  }
}

SCENARIO(Condition, ATimedOutWaiterSwallowsNothing, interleaving,
         "A timed-out waiter does not swallow a notification that another waiter could have had.") {
  Condition<Lock> condition;
  exactly_one_is_notified(condition, 0ms, 0ms);
}

SCENARIO(Condition, AWaiterThatTimesOutMeanwhileSwallowsNothing, interleaving,
         "A timed-out waiter does not swallow a notification that another waiter could have had.") {
  Condition<Lock> condition;
  exactly_one_is_notified(condition, 5ms, 0ms);
}

SCENARIO(Condition, AWaiterThatWaitsForTheLockSwallowsNothing, interleaving,
         "A timed-out waiter does not swallow a notification that another waiter could have had.") {
  Condition<Lock> condition;
  exactly_one_is_notified(condition, 0ms, 10ms);
}

SCENARIO(Condition, ATimedOutWaiterHasLeftTheLine, interleaving,
         "A timed-out waiter does not swallow a notification that another waiter could have had.") {
  Condition<RLock> condition;
  Threads threads;
  Waiter timed(threads, "timed", condition, 1ms);
  Waiter patient(threads, "patient", condition);
  timed.join();
  CHECK(timed.outcome() == Outcome::timed_out, "`wait` returned true although nobody notified");
  waiters::notify(condition);
  CHECK_IS_WOKEN(patient, "a waiter that had given up long ago got a notification");
}

SCENARIO(Condition, OneThatGivesUpInTheMiddleLeavesTheOthersInOrder, interleaving,
         "`notify(n)` wakes threads in the order they came (first in, first out).") {
  Condition<Lock> condition;
  Threads threads;
  Waiter first(threads, "first", condition);
  Waiter timed(threads, "timed", condition, 1ms);
  Waiter last(threads, "last", condition);
  timed.join();
  waiters::notify(condition);
  CHECK_IS_WOKEN(first, "when the second waiter had given up, `notify` did not wake the first");
  CHECK_BLOCKED(last, "one `notify` woke two waiters");
  waiters::notify(condition);
  CHECK_IS_WOKEN(last, "when the second waiter had given up, `notify` did not wake the last");
}

// Who was notified and gave up at the same moment may not make it good with somebody else.
SCENARIO(Condition, ANotificationIsNotPassedOnToALateComer, interleaving,
         "`notify(n)` wakes only threads that were waiting before it.") {
  Condition<Lock> condition;
  Threads threads;
  threads.spawn("timed", [&condition] {
    condition.acquire();
    condition.wait(1ms);
    condition.release();
  });
  harness::settle();
  std::this_thread::sleep_for(1ms);  // now its time is over and the notification comes
  condition.acquire();
  condition.notify();
  CHECK(!condition.wait(1ms), "a notification woke a thread that waited only after it");
  condition.release();
}

SCENARIO(Condition, TheLastOneGivesUpAndAnotherComes, interleaving,
         "A timed-out waiter does not swallow a notification that another waiter could have had.") {
  Condition<Lock> condition;
  Threads threads;
  Waiter first(threads, "first", condition);
  Waiter timed(threads, "timed", condition, 1ms);
  timed.join();
  Waiter last(threads, "last", condition);
  waiters::notify(condition, 2);
  CHECK_IS_WOKEN(first, "when the last waiter had given up, `notify(2)` did not wake the first");
  CHECK_IS_WOKEN(last, "when another waiter had given up, `notify(2)` did not wake the last");
}

// ---- wait ----

SCENARIO(Condition, ATimedWaitIsNotified, interleaving,
         "`wait` returns false on a timeout, and true otherwise.") {
  Condition<RLock> condition;
  bool ready = false;
  Threads threads;
  threads.spawn("notifier", [&] {
    condition.acquire();
    ready = true;
    condition.notify();
    condition.release();
  });
  condition.acquire();
  if (!ready) {
    const bool notified = condition.wait(5ms);
    CHECK(ready || !notified, "`wait` returned true although nobody notified");
  }
  condition.release();
}

SCENARIO(Condition, ATimedOutWaitWaitsForTheLock, interleaving,
         "`wait` returns false on a timeout; the lock is held again either way.") {
  Condition<Lock> condition;
  Threads threads;
  Waiter timed(threads, "timed", condition, 5ms);
  condition.acquire();
  std::this_thread::sleep_for(10ms);
  if (timed.outcome() == Outcome::none)
    CHECK_BLOCKED(timed, "`wait` timed out and returned while another thread held the lock");
  condition.release();
  CHECK_WAKES(timed, "`wait` timed out, the lock is free, and still it does not return");
}

SCENARIO(Condition, AZeroTimeoutGivesUpAtOnce, behaviour,
         "A timeout of zero is legal: `wait` returns false on a timeout.") {
  Lock lock;
  Condition<Lock> condition(lock);
  condition.acquire();
  CHECK(!condition.wait(0ns), "`wait(0)` returned true although nobody notified");
  condition.notify();
  CHECK(!condition.wait(0ns), "`wait(0)` took a notification that came before it");
  CHECK(lock.locked(), "`wait(0)` returned without the lock");
  condition.release();
}

SCENARIO(Condition, NoTimeIsTooShortToWait, behaviour, "`wait` returns false on a timeout.") {
  Condition<Lock> condition;
  condition.acquire();
  for (const Duration timeout : {Duration(1ns), Duration(999us), Duration(1999us)}) {
    auto begin = Clock::now();
    CHECK(!condition.wait(timeout), "`wait` returned true although nobody notified");
    CHECK(Clock::now() - begin >= timeout, "`wait` gave up before its time was over");
    begin = Clock::now();
    CHECK(!condition.wait_for([] { return false; }, timeout),
          "`wait_for` returned true for a predicate that never held");
    CHECK(Clock::now() - begin >= timeout, "`wait_for` gave up before its time was over");
  }
  condition.release();
}

// Where a wait may wake up for no reason, what is left of its time is less than the whole.
SCENARIO(Condition, AWakeUpForNoReasonStartsNoTimeAnew, interleaving,
         "A timeout bounds the whole call; a wait may wake for no reason.") {
  Condition<Lock> condition;
  Threads threads;
  const Thread& waiter = threads.spawn("timed waiter", [&condition] {
    condition.acquire();
    CHECK(!condition.wait(10ms), "`wait` returned true although nobody notified");
    condition.release();
  });
  harness::settle();  // its time begins when it blocks
  std::this_thread::sleep_for(12ms);
  CHECK_RETURNED(waiter, "a timed `wait` still waits after its deadline");
}

SCENARIO(Condition, WaitsAreMeasuredOnTheSteadyClock, behaviour,
         "All waits are measured on `std::chrono::steady_clock`.", .weight = 0.5,
         .judges = harness::Judges::explore_only) {
  Condition<Lock> condition;
  condition.acquire();
  const harness::Costs costs = harness::cost_of([&condition] {
    CHECK(!condition.wait(1ms), "`wait` returned true although nobody notified");
    CHECK(!condition.wait_for([] { return false; }, 1ms),
          "`wait_for` returned true for a predicate that never held");
  });
  CHECK_EQ(costs.wall_clock_waits, 0U, "waits until a time of the wall clock, which may be set");
  condition.release();
}

SCENARIO(Condition, TheLargestTimeoutIsLegal, behaviour,
         "Any other timeout is legal up to the largest: it never overflows.") {
  for (const bool with_predicate : {false, true}) {
    Condition<Lock> condition;
    bool ready = false;
    Threads threads;
    const Thread& waiter = threads.spawn("waiter", [&] {
      condition.acquire();
      CHECK(with_predicate ? condition.wait_for([&ready] { return ready; }, Duration::max())
                           : condition.wait(Duration::max()),
            "the largest timeout was over too soon");
      condition.release();
    });
    CHECK_BLOCKED(waiter, "a wait with the largest timeout did not wait");
    condition.acquire();
    ready = true;
    condition.notify();
    condition.release();
    CHECK_WAKES(waiter, "a wait with the largest timeout missed its notification");
  }
}

SCENARIO(Condition, AMonthIsNotTooLongToWait, behaviour,
         "Any other timeout is legal up to the largest.", .weight = 0.5,
         .judges = Judges::explore_only) {
  Condition<Lock> condition;
  Threads threads;
  Waiter waiter(threads, "waiter", condition, Duration::max());
  std::this_thread::sleep_for(40 * 24h);
  CHECK_BLOCKED(waiter, "the largest timeout was over within weeks");
  waiters::notify(condition);
}

// A wait whose time is over before it begins. (The specification leaves room for refusing it.)
template <class Wait>
void check_does_not_wait(Wait wait, const char* message) {
  try {
    CHECK(!wait(), message);
  } catch (const ValueError&) {
    return;
  }
}

SCENARIO(
    Condition, ANegativeTimeoutDoesNotWait, behaviour,
    "A negative timeout is a `ValueError` only in Lock, RLock and Queue; elsewhere it polls.") {
  RLock lock;
  Condition<RLock> condition(lock);
  Threads threads;
  Thread& hasty = threads.spawn("hasty", [&] {
    condition.acquire();
    for (const Duration timeout : {Duration(-1ns), Duration(-1h), Duration::min()}) {
      check_does_not_wait([&] { return condition.wait(timeout); },
                          "`wait` with a negative timeout returned true");
      check_does_not_wait([&] { return condition.wait_for([] { return false; }, timeout); },
                          "`wait_for` returned true for a predicate that never held");
    }
    CHECK_EQ(lock.recursion_count(), std::size_t{1},
             "a `wait` with a negative timeout changed the lock's depth");
    condition.release();
  });
  CHECK_RETURNED(hasty, "a `wait` with a negative timeout waits");
  hasty.join();
  Waiter waiter(threads, "waiter", condition);
  waiters::notify(condition);
  CHECK_IS_WOKEN(waiter,
                 "a `wait` that timed out swallowed the notification of a thread that waits");
}

// ---- wait_for ----

SCENARIO(Condition, WaitForBoundsTheWholeCall, interleaving,
         "`wait_for`'s timeout bounds the whole call.") {
  Condition<Lock> condition;
  Threads threads;
  const Thread& waiter = threads.spawn("waiter", [&] {
    const auto begin = Clock::now();
    condition.acquire();
    CHECK(!condition.wait_for([] { return false; }, 10ms),
          "`wait_for` returned true for a predicate that never held");
    CHECK(Clock::now() - begin >= 10ms, "`wait_for` gave up before its time was over");
    condition.release();
  });
  harness::settle();
  // Who begins its time anew sleeps when it is over, even where it looks at it whenever it wakes.
  for (int i = 0; i < 2; ++i) {
    std::this_thread::sleep_for(4ms);
    waiters::notify(condition);
    harness::settle();  // it looks at the clock before that moves on
  }
  std::this_thread::sleep_for(4ms);
  CHECK_RETURNED(waiter, "notified in vain, `wait_for` waits on after its time is over");
}

SCENARIO(Condition, WaitForGoesOnWhenNotifiedInVain, interleaving,
         "`wait_for` returns the predicate's last value.") {
  Condition<RLock> condition;
  bool ready = false;
  Threads threads;
  const Thread& waiter = threads.spawn("waiter", [&] {
    condition.acquire();
    CHECK(condition.wait_for([&ready] { return ready; }),
          "`wait_for` without a timeout returned false");
    CHECK(ready, "`wait_for` returned true for a predicate that does not hold");
    condition.release();
  });
  CHECK_BLOCKED(waiter, "`wait_for` returned although its predicate does not hold");
  waiters::notify(condition);
  CHECK_BLOCKED(waiter, "notified, `wait_for` returned although its predicate does not hold");
  condition.acquire();
  ready = true;
  condition.notify();
  condition.release();
  CHECK_WAKES(waiter, "`wait_for` waits on although its predicate holds and it was notified");
}

SCENARIO(Condition, WaitForLooksOnceMoreWhenItsTimeIsOver, interleaving,
         "`wait_for` returns the predicate's last value.") {
  Condition<Lock> condition;
  bool ready = false;
  Threads threads;
  threads.spawn("waiter", [&] {
    condition.acquire();
    const bool result = condition.wait_for([&ready] { return ready; }, 5ms);
    CHECK_EQ(result, ready, "`wait_for` did not return what its predicate says at the end");
    condition.release();
  });
  harness::settle();
  condition.acquire();
  ready = true;  // and tells nobody
  condition.release();
}

SCENARIO(Condition, WaitForReturnsWhatThePredicateSaidLast, behaviour,
         "`wait_for` returns the predicate's last value.") {
  Condition<RLock> condition;
  condition.acquire();
  for (int calls_until_true = 1; calls_until_true <= 3; ++calls_until_true) {
    int calls = 0;
    bool last = false;
    const auto predicate = [&] { return last = ++calls == calls_until_true; };
    const bool result = condition.wait_for(predicate, 1ms);
    CHECK(calls > 0, "`wait_for` did not ask its predicate");
    CHECK_EQ(result, last, "`wait_for` returned another value than its predicate did last");
  }
  condition.release();
}

SCENARIO(Condition, WaitForWithoutTimeAsksOnce, behaviour,
         "`wait_for` returns the predicate's last value.") {
  Condition<Lock> condition;
  condition.acquire();
  CHECK(condition.wait_for([] { return true; }, 0ns), "`wait_for` with no time ignored a truth");
  int calls = 0;
  CHECK(!condition.wait_for([&calls] { return ++calls, false; }, 0ns),
        "`wait_for` returned true for a predicate that never held");
  CHECK(calls > 0, "`wait_for` with no time did not ask its predicate");
  condition.release();
}

SCENARIO(Condition, ThePredicateIsAskedWithTheLockHeld, interleaving,
         "`wait_for` asks its predicate with the lock held (CPython).") {
  RLock lock;
  Condition<RLock> condition(lock);
  bool ready = false;
  Threads threads;
  threads.spawn("waiter", [&] {
    condition.acquire();
    const bool result = condition.wait_for(
        [&] {
          CHECK(lock.is_owned(), "the predicate was called without the lock held");
          return ready;
        },
        5ms);
    CHECK(lock.is_owned(), "`wait_for` returned without the lock");
    CHECK_EQ(result, ready, "`wait_for` did not return what its predicate says at the end");
    condition.release();
  });
  condition.acquire();
  ready = true;
  condition.notify();
  condition.release();
}

struct FromThePredicate : std::runtime_error {
  FromThePredicate() : std::runtime_error("from the predicate") {}
};

SCENARIO(Condition, APredicateThatThrowsLeavesNothingBehind, interleaving,
         "A call that throws changes nothing.") {
  RLock lock;
  Condition<RLock> condition(lock);
  Threads threads;
  const Thread& thrower = threads.spawn("thrower", [&] {
    condition.acquire();
    int calls = 0;
    const auto predicate = [&calls]() -> bool {
      if (++calls == 2) throw FromThePredicate();
      return false;
    };
    CHECK_THROWS(condition.wait_for(predicate), FromThePredicate, "a predicate that throws");
    CHECK_EQ(lock.recursion_count(), std::size_t{1},
             "the lock's depth when the predicate had thrown");
    condition.release();
  });
  CHECK_BLOCKED(thrower, "`wait_for` returned although its predicate does not hold");
  waiters::notify(condition);
  CHECK_WAKES(thrower, "`wait_for` waits on although it was notified");
  Waiter waiter(threads, "waiter", condition);
  waiters::notify(condition);
  CHECK_IS_WOKEN(waiter, "a `wait_for` that threw swallowed the notification of another waiter");
}

}  // namespace
