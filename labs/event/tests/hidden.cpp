#include <atomic>
#include <chrono>
#include <memory>
#include <mutex>
#include <thread>

#include "harness/check.hpp"
#include "harness/costs.hpp"
#include "harness/scenario.hpp"
#include "harness/threads.hpp"
#include "labs/event/subject.hpp"
#include "threading/errors.hpp"

// The corners of the contract that no schedule decides: arguments, time, set and clear in turn,
// cost, lifetime.
namespace {

using namespace std::chrono_literals;
using harness::Judges;
using harness::Thread;
using harness::Threads;
using subject::Event;
using threading::Duration;
using threading::ValueError;
using Clock = std::chrono::steady_clock;

// ---- Arguments and single calls ----

SCENARIO(
    Event, ATimeoutThatIsOverPolls, behaviour,
    "A negative timeout is a `ValueError` only in Lock, RLock and Queue; elsewhere it polls.") {
  Event event;
  CHECK(!event.wait(Duration(0)), "a poll of an event that is not set did not return false");
  event.set();
  CHECK(event.wait(Duration(0)), "a poll of an event that is set did not return true");
  // It polls as in CPython, or is refused as in Lock: the specification can be read either way.
  for (const bool is_set : {true, false}) {
    if (!is_set) event.clear();
    for (const Duration timeout : {Duration(-1), Duration(-1s), Duration::min()}) {
      try {
        CHECK_EQ(event.wait(timeout), is_set, "what a poll of an event returned");
      } catch (const ValueError&) {
      }
    }
  }
}

SCENARIO(Event, AMonthIsNotTooLongToWait, behaviour,
         "Any other timeout is legal up to the largest.", .weight = 0.5,
         .judges = Judges::explore_only) {
  Event event;
  Threads threads;
  threads.spawn("waiter", [&event] {
    CHECK(event.wait(Duration::max()), "the largest timeout was over within weeks");
  });
  harness::settle();
  std::this_thread::sleep_for(40 * 24h);
  event.set();
}

SCENARIO(Event, TheLargestTimeoutIsLegal, behaviour,
         "Any other timeout is legal up to the largest.") {
  Event event;
  Threads threads;
  const Thread& waiter = threads.spawn("waiter", [&event] {
    CHECK(event.wait(Duration::max()), "the largest timeout was over too soon");
  });
  CHECK_BLOCKED(waiter, "`wait` with the largest timeout did not wait");
  event.set();
  CHECK_WAKES(waiter, "`wait` with the largest timeout missed the `set`");
}

SCENARIO(Event, EachEventIsItsOwn, behaviour, "`set` frees all who were waiting, for it.") {
  Event first;
  Event second;
  Threads threads;
  const Thread& waiter = threads.spawn("waiter", [&first] { first.wait(); });
  second.set();
  CHECK_BLOCKED(waiter, "the `set` of one event freed a thread that waits for another");
  second.clear();
  first.set();
  CHECK_WAKES(waiter, "the `clear` of one event held a thread that waits for another");
  threads.join();
  CHECK(!second.is_set(), "the `set` of one event set another");
}

// ---- Set and clear in turn ----

SCENARIO(Event, ClearFreesNobody, behaviour, "`wait` returns false only on a timeout.") {
  Event event;
  Threads threads;
  const Thread& waiter = threads.spawn(
      "waiter", [&event] { CHECK(event.wait(), "`wait` without a timeout did not return true"); });
  harness::settle();
  event.clear();
  CHECK_BLOCKED(waiter, "`clear` freed a thread that waits for the event to be set");
  event.set();
  CHECK_WAKES(waiter, "`wait` still blocks although the event was set");
}

SCENARIO(Event, SetThenClearFreesAllWhoWaited, behaviour,
         "`set` frees all who were waiting, even where `clear` follows at once.") {
  Event event;
  Threads threads;
  const Thread* waiters[2];
  for (const Thread*& waiter : waiters) {
    waiter = &threads.spawn("waiter", [&event] {
      CHECK(event.wait(), "`wait` returned false although the event was set");
    });
  }
  harness::settle();
  event.set();
  event.clear();
  for (const Thread* waiter : waiters)
    CHECK_WAKES(*waiter, "a thread that waited sleeps on: `clear` came too soon after `set`");
  threads.join();
  CHECK(!event.is_set(), "the event was cleared, but `is_set` says that it is set");
}

SCENARIO(Event, SetThenClearTwiceFreesAllWhoWaited, behaviour,
         "`set` frees all who were waiting, even where `clear` follows at once.") {
  Event event;
  Threads threads;
  const Thread* waiters[2];
  for (const Thread*& waiter : waiters)
    waiter = &threads.spawn("waiter", [&event] { event.wait(); });
  harness::settle();
  for (int i = 0; i < 2; ++i) {
    event.set();
    event.clear();
  }
  for (const Thread* waiter : waiters)
    CHECK_WAKES(*waiter, "a thread that waited sleeps on after `set`, `clear`, `set`, `clear`");
}

SCENARIO(Event, SetThenClearFreesATimedWaiter, behaviour,
         "`set` frees all who were waiting, even where `clear` follows at once.") {
  Event event;
  Threads threads;
  const Thread& waiter = threads.spawn("timed waiter", [&event] {
    const auto begin = Clock::now();
    if (event.wait(1h)) return;
    CHECK(Clock::now() - begin >= 1h, "`wait` returned false before its time was over");
  });
  harness::settle();
  event.set();
  event.clear();
  CHECK_WAKES(waiter, "a timed `wait` sleeps on: `clear` came too soon after `set`");
}

SCENARIO(Event, ASetFreesNobodyWhoComesAfterTheClear, behaviour,
         "`set` frees all who were waiting.") {
  Event event;
  Threads threads;
  const Thread& early = threads.spawn("early", [&event] { event.wait(); });
  harness::settle();
  event.set();
  event.clear();
  const Thread& late = threads.spawn("late", [&event] { event.wait(); });
  CHECK_WAKES(early, "a thread that waited sleeps on: `clear` came too soon after `set`");
  CHECK_BLOCKED(late, "`wait` returned although the event was cleared before it was called");
  event.set();
  CHECK_WAKES(late, "`wait` still blocks although the event was set");
}

// The gate keeps the freed thread from waiting again before the flag is down.
SCENARIO(Event, OneSetFreesAThreadOnce, behaviour, "`set` frees all who were waiting.") {
  Event event;
  std::mutex gate;
  harness::Unseen<int> passes;
  Threads threads;
  const Thread& waiter = threads.spawn("waiter", [&] {
    for (int pass = 1; pass <= 3; ++pass) {
      event.wait();
      const std::lock_guard after_the_clear(gate);
      passes.set(pass);
    }
  });
  for (int sets = 1; sets <= 3; ++sets) {
    harness::settle();
    gate.lock();
    event.set();
    event.clear();
    gate.unlock();
    for (int nap = 0; nap < 10 && passes.get() < sets; ++nap) {
      harness::settle();
      if (passes.get() < sets) std::this_thread::sleep_for(50ms);
    }
    CHECK_EQ(passes.get(), sets, "times that a thread was freed, by as many sets");
  }
  CHECK_WAKES(waiter, "`wait` still blocks although the event was set");
}

// ---- Time ----

SCENARIO(Event, ATimedWaitIsFreedInTime, behaviour,
         "`bool wait(Timeout = {})` (the flag's value on return: false only on a timeout).") {
  Event event;
  Threads threads;
  const Thread& waiter = threads.spawn("timed waiter", [&event] {
    const auto begin = Clock::now();
    if (event.wait(1h)) return;
    CHECK(Clock::now() - begin >= 1h, "`wait` returned false before its time was over");
  });
  CHECK_BLOCKED(waiter, "a timed `wait` returned before the event was set");
  event.set();
  CHECK_WAKES(waiter, "a timed `wait` sleeps on although the event was set");
}

SCENARIO(Event, NoTimeIsTooShortToWait, behaviour, "`wait` returns false only on a timeout.") {
  Event event;
  for (const Duration timeout : {Duration(1ns), Duration(999us), Duration(1999us)}) {
    const auto begin = Clock::now();
    CHECK(!event.wait(timeout),
          "a timed `wait` for an event that nobody sets did not return false");
    CHECK(Clock::now() - begin >= timeout, "a timed `wait` gave up before its time was over");
  }
}

SCENARIO(Event, ATimedWaitIsOverByItsDeadline, behaviour,
         "A timeout bounds the wait, where nothing else can run.") {
  Event event;
  Threads threads;
  const Thread& waiter = threads.spawn("timed waiter", [&event] {
    CHECK(!event.wait(5ms), "`wait` returned true although nobody set the event");
  });
  harness::settle();  // its time begins when it blocks
  std::this_thread::sleep_for(20ms);
  CHECK_RETURNED(waiter, "a timed `wait` still waits after its deadline");
}

SCENARIO(Event, ATimedWaitDoesNotStartItsTimeAnew, behaviour, "A timeout bounds the whole call.") {
  Event event;
  Threads threads;
  const Thread& waiter = threads.spawn("timed waiter", [&event] { event.wait(10ms); });
  const Thread& patient = threads.spawn("waiter", [&event] { event.wait(); });
  for (int i = 0; i < 4; ++i) {
    harness::settle();  // its time begins when it blocks
    std::this_thread::sleep_for(4ms);
    event.clear();
  }
  CHECK_RETURNED(waiter, "a timed `wait` still waits after its deadline");
  CHECK_BLOCKED(patient, "`wait` without a timeout returned before the event was set");
  event.set();
}

SCENARIO(Event, AfterATimeoutItWaitsAsBefore, behaviour,
         "`bool wait(Timeout = {})` (the flag's value on return: false only on a timeout).") {
  Event event;
  CHECK(!event.wait(1ms), "a timed `wait` for an event that nobody sets did not return false");
  CHECK(!event.wait(1ms), "after a `wait` that timed out, the next one did not return false");
  event.set();
  CHECK(event.wait(1ms), "a timed `wait` for an event that is set did not return true");
  event.clear();
  Threads threads;
  const Thread& waiter = threads.spawn("waiter", [&event] {
    if (!event.wait(1ms)) event.wait();
  });
  std::this_thread::sleep_for(5ms);
  event.set();
  CHECK_WAKES(waiter, "after a `wait` that timed out, the next one missed the `set`");
}

// Where a wait may wake up for no reason, what is left of its time is less than the whole.
SCENARIO(Event, AWakeUpForNoReasonStartsNoTimeAnew, interleaving,
         "A timeout bounds the whole call; a wait may wake for no reason.") {
  Event event;
  Threads threads;
  const Thread& waiter = threads.spawn("timed waiter", [&event] {
    CHECK(!event.wait(10ms), "`wait` returned true although nobody set the event");
  });
  harness::settle();  // its time begins when it blocks
  std::this_thread::sleep_for(12ms);
  CHECK_RETURNED(waiter, "a timed `wait` still waits after its deadline");
}

SCENARIO(Event, WaitsAreMeasuredOnTheSteadyClock, behaviour,
         "All waits are measured on `std::chrono::steady_clock`.", .weight = 0.5,
         .judges = Judges::explore_only) {
  Event event;
  const harness::Costs costs = harness::cost_of([&event] { event.wait(1ms); });
  CHECK_EQ(costs.wall_clock_waits, 0U, "waits until a time of the wall clock, which may be set");
}

// ---- Cost ----

// A `set` may wake sleepers that are not there: an event need not count them.
SCENARIO(Event, WithNothingToWaitForItMakesNoSystemCall, behaviour,
         "Uncontended calls make no needless system call.", .weight = 0.5,
         .judges = Judges::explore_only) {
  Event event;
  event.set();
  const harness::Costs costs = harness::cost_of([&event] {
    CHECK(event.is_set(), "the event was set, but `is_set` denies it");
    CHECK(event.wait(), "`wait` for an event that is set did not return true");
    CHECK(event.wait(1h), "a timed `wait` for an event that is set did not return true");
    event.clear();
    CHECK(!event.is_set(), "the event was cleared, but `is_set` denies it");
  });
  CHECK_EQ(costs.system_calls(), 0U, "system calls of calls that need not wait");
}

SCENARIO(Event, AWaiterSleeps, behaviour,
         "Every blocking call blocks: no spinning without bound, no sleeping and polling.",
         .weight = 0.5, .schedules = 50, .judges = Judges::explore_only) {
  Event event;
  Threads threads;
  const Thread& waiter = threads.spawn("waiter", [&event] { event.wait(); });
  CHECK_BLOCKED(waiter, "`wait` returned before the event was set");
  CHECK_OTHERS_SLEEP("a thread that waits for the event polls instead of sleeping");
  event.set();
}

SCENARIO(Event, ATimedWaiterSleeps, behaviour,
         "Every blocking call blocks: no spinning without bound, no sleeping and polling.",
         .weight = 0.5, .schedules = 50, .judges = Judges::explore_only) {
  Event event;
  Threads threads;
  const Thread& waiter = threads.spawn("timed waiter", [&event] { event.wait(1h); });
  CHECK_BLOCKED(waiter, "a timed `wait` returned before the event was set");
  CHECK_OTHERS_SLEEP("a timed `wait` polls instead of sleeping");
  event.set();
}

// ---- Lifetime ----

// All calls have returned when the last thread counts itself out.
SCENARIO(Event, TheLastUserMayDestroyIt, interleaving,
         "An object may be destroyed as soon as the last call on it returned.") {
  auto event = std::make_unique<Event>();
  std::atomic<int> users = 3;
  const auto count_out = [&] {
    if (--users == 0) event.reset();
  };
  Threads threads;
  threads.start_together(2, [&](int) {
    event->wait();
    count_out();
  });
  event->set();
  count_out();
}

SCENARIO(Event, MayBeDestroyedAfterATimeout, interleaving,
         "An object may be destroyed as soon as the last call on it returned.") {
  auto event = std::make_unique<Event>();
  std::atomic<int> users = 2;
  const auto count_out = [&] {
    if (--users == 0) event.reset();
  };
  Threads threads;
  threads.spawn("timed waiter", [&] {
    event->wait(1ms);
    count_out();
  });
  event->set();
  count_out();
}

}  // namespace
