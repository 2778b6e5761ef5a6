#include <chrono>

#include "harness/check.hpp"
#include "harness/scenario.hpp"
#include "harness/threads.hpp"
#include "labs/event/subject.hpp"

// What a student may read before writing a line: the contract of an Event, call by call.
namespace {

using namespace std::chrono_literals;
using harness::Thread;
using harness::Threads;
using subject::Event;
using Clock = std::chrono::steady_clock;

SCENARIO(Event, SetRaisesTheFlagAndClearTakesItDown, behaviour,
         "`bool is_set() const` · `void set()` · `void clear()`.") {
  Event event;
  CHECK(!event.is_set(), "a new event is set");
  for (int i = 0; i < 2; ++i) {
    event.set();
    CHECK(event.is_set(), "the event was set, but `is_set` denies it");
    event.clear();
    CHECK(!event.is_set(), "the event was cleared, but `is_set` says that it is set");
  }
}

SCENARIO(Event, SettingAndClearingTwiceIsLikeOnce, behaviour,
         "`bool is_set() const` · `void set()` · `void clear()`.") {
  Event event;
  event.set();
  event.set();
  CHECK(event.is_set(), "the event was set twice, but `is_set` denies it");
  event.clear();
  CHECK(!event.is_set(), "an event that was set twice needs more than one `clear`");
  event.clear();
  CHECK(!event.is_set(), "the event was cleared twice, but `is_set` says that it is set");
  event.set();
  CHECK(event.is_set(), "an event that was cleared twice needs more than one `set`");
}

SCENARIO(Event, WaitReturnsAtOnceWhileItIsSet, behaviour,
         "`bool wait(Timeout = {})` (the flag's value on return: false only on a timeout).") {
  Event event;
  event.set();
  for (int i = 0; i < 2; ++i)
    CHECK(event.wait(), "`wait` for an event that is set did not return true");
  CHECK(event.wait(1h), "a timed `wait` for an event that is set did not return true");
  CHECK(event.is_set(), "`wait` took the flag down");
}

SCENARIO(Event, WaitBlocksUntilSet, behaviour, "Every blocking call blocks.") {
  Event event;
  Threads threads;
  const Thread& waiter = threads.spawn(
      "waiter", [&event] { CHECK(event.wait(), "`wait` without a timeout did not return true"); });
  CHECK_BLOCKED(waiter, "`wait` returned before the event was set");
  event.set();
  CHECK_WAKES(waiter, "`wait` still blocks although the event was set");
}

SCENARIO(Event, SetFreesAllWhoWait, behaviour, "`set` frees all who were waiting.") {
  Event event;
  Threads threads;
  const Thread* waiters[3];
  for (const Thread*& waiter : waiters)
    waiter = &threads.spawn("waiter", [&event] { event.wait(); });
  for (const Thread* waiter : waiters)
    CHECK_BLOCKED(*waiter, "`wait` returned before the event was set");
  event.set();
  for (const Thread* waiter : waiters)
    CHECK_WAKES(*waiter, "of three waiting threads, `set` did not free each");
}

SCENARIO(Event, WaitBlocksAgainAfterClear, behaviour,
         "`bool is_set() const` · `void set()` · `void clear()`.") {
  Event event;
  event.set();
  CHECK(event.wait(), "`wait` for an event that is set did not return true");
  event.clear();
  Threads threads;
  const Thread& waiter = threads.spawn("waiter", [&event] { event.wait(); });
  CHECK_BLOCKED(waiter, "`wait` returned although the event was cleared before");
  event.set();
  CHECK_WAKES(waiter, "`wait` still blocks although the event was set");
}

SCENARIO(Event, ATimedWaitGivesUpAfterItsTimeAndNotBefore, behaviour,
         "`wait` returns false only on a timeout; waits are measured on the steady clock.") {
  Event event;
  const auto begin = Clock::now();
  CHECK(!event.wait(5ms), "a timed `wait` for an event that nobody sets did not return false");
  CHECK(Clock::now() - begin >= 5ms, "a timed `wait` gave up before its time was over");
  CHECK(!event.is_set(), "a `wait` that timed out set the event");
}

SCENARIO(Event, WhatWasWrittenBeforeSetIsSeenAfterWait, interleaving,
         "What precedes a `set` happens before what follows the `wait` that it freed.") {
  Event event;
  int data = 0;
  Threads threads;
  threads.spawn("setter", [&] {
    data = 1;
    event.set();
  });
  CHECK(event.wait(), "`wait` without a timeout did not return true");
  CHECK_EQ(data, 1, "what was written before the event was set");
}

}  // namespace
