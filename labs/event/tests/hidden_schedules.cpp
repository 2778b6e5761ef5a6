#include <atomic>
#include <chrono>
#include <mutex>
#include <string>

#include "harness/check.hpp"
#include "harness/scenario.hpp"
#include "harness/threads.hpp"
#include "labs/event/subject.hpp"

// The schedules that lose a set, that free somebody whom no set freed, or that hide a write.
namespace {

using namespace std::chrono_literals;
using harness::Thread;
using harness::Threads;
using subject::Event;
using Clock = std::chrono::steady_clock;

// ---- No set is missed ----

SCENARIO(Event, ASetIsNeverMissed, interleaving, "`set` frees all who were waiting.") {
  Event event;
  Threads threads;
  threads.start_together(
      2, [&event](int) { CHECK(event.wait(), "`wait` without a timeout did not return true"); });
  event.set();
  threads.join();
  CHECK(event.is_set(), "the event was set, but `is_set` denies it");
}

SCENARIO(Event, OfTwoSettersEitherSuffices, interleaving, "`set` frees all who were waiting.") {
  Event event;
  Threads threads;
  threads.spawn("waiter", [&event] { event.wait(); });
  threads.start_together(2, [&event](int) {
    event.set();
    CHECK(event.is_set(), "`set` returned, but `is_set` denies it");
  });
  threads.join();
  CHECK(event.is_set(), "the event was set twice, but `is_set` denies it");
}

// Who waits since the clear may be woken in vain, but not in the place of those who are due.
SCENARIO(Event, ALateComerHoldsNobodyUp, interleaving,
         "`set` frees all who were waiting, even where `clear` follows at once.",
         .schedules = 3000) {
  Event event;
  Threads threads;
  const Thread* early[2];
  for (const Thread*& waiter : early)
    waiter = &threads.spawn("early", [&event] { event.wait(); });
  harness::settle();
  event.set();
  event.clear();
  const Thread& late = threads.spawn("late", [&event] { event.wait(); });
  for (const Thread* waiter : early)
    CHECK_WAKES(*waiter, "a thread that waited sleeps on: one that came later was woken instead");
  CHECK_BLOCKED(late, "`wait` returned although the event was cleared before it was called");
  event.set();
}

// The waiting thread has been seen to wait, so it is freed, whatever the others do next.
SCENARIO(Event, SetAndClearInAnyOrderFreeWhoWaited, interleaving,
         "`set` frees all who were waiting, even where `clear` follows at once.") {
  Event event;
  Threads threads;
  const Thread& waiter = threads.spawn(
      "waiter", [&event] { CHECK(event.wait(), "`wait` without a timeout did not return true"); });
  CHECK_BLOCKED(waiter, "`wait` returned before the event was set");
  threads.spawn("clearer", [&event] { event.clear(); });
  threads.spawn("setter", [&event] { event.set(); });
}

SCENARIO(Event, SetClearSetClearWakesOne, interleaving,
         "`set` frees all who were waiting, even where `clear` follows at once.") {
  Event event;
  Threads threads;
  threads.spawn("waiter", [&event] { event.wait(); });
  harness::settle();
  for (int i = 0; i < 2; ++i) {
    event.set();
    event.clear();
  }
}

// The gate keeps a freed thread from waiting again before the flag is down.
SCENARIO(Event, AFreedThreadMayWaitAgain, interleaving,
         "`set` frees all who were waiting, even where `clear` follows at once.") {
  Event event;
  std::mutex gate;
  Threads threads;
  const Thread& twice = threads.spawn("waits twice", [&] {
    event.wait();
    gate.lock();
    gate.unlock();
    event.wait();
  });
  const Thread& once = threads.spawn("waits once", [&event] { event.wait(); });
  harness::settle();
  gate.lock();
  event.set();
  event.clear();
  gate.unlock();
  CHECK_WAKES(once, "a thread that waited sleeps on: another was freed twice in its place");
  CHECK_BLOCKED(twice, "one `set` freed a thread twice");
  event.set();
}

SCENARIO(Event, PingPong, interleaving, "`set` frees all who were waiting.") {
  Event ping;
  Event pong;
  int ball = 0;
  Threads threads;
  threads.spawn("pong", [&] {
    for (int round = 0; round < 2; ++round) {
      ping.wait();
      ping.clear();
      ++ball;
      pong.set();
    }
  });
  for (int round = 0; round < 2; ++round) {
    ++ball;
    ping.set();
    pong.wait();
    pong.clear();
  }
  CHECK_EQ(ball, 4, "strokes in two rounds");
}

// "Wait, clear, then look": whoever puts work down before its `set` has it seen, be it that this
// `set` comes before the `clear` or after it.
SCENARIO(Event, ASetBesideAClearIsNotLost, interleaving,
         "`bool is_set() const` · `void set()` · `void clear()`.") {
  Event event;
  std::atomic<bool> work = false;
  event.set();
  Threads threads;
  threads.spawn("worker", [&] {
    do {
      event.wait();
      event.clear();
    } while (!work.load());
  });
  work.store(true);
  event.set();
}

SCENARIO(Event, OfTwoClearsEitherSuffices, interleaving,
         "CPython: `clear` resets the internal flag to false.") {
  Event event;
  event.set();
  Threads threads;
  threads.start_together(2, [&event](int) { event.clear(); });
  threads.join();
  CHECK(!event.is_set(), "the event was cleared twice, but it is set");
}

// ---- Giving up ----

SCENARIO(Event, ATimedWaitSaysTheTruthWhereTheSetComesAtItsDeadline, interleaving,
         "`bool wait(Timeout = {})` (the flag's value on return: false only on a timeout).") {
  Event event;
  Threads threads;
  threads.spawn("timed waiter", [&event] {
    const auto begin = Clock::now();
    if (event.wait(1ms)) {
      CHECK(event.is_set(), "`wait` returned true before the event was set");
    } else {
      CHECK(Clock::now() - begin >= 1ms, "`wait` returned false before its time was over");
    }
  });
  event.set();
  threads.join();
  CHECK(event.is_set() && event.wait(0ns), "the event was set, but it is not any more");
}

// The set may find it waiting, leaving, or gone. Who waits beside it or comes next must not notice.
void gives_up_as_the_set_comes(bool gives_up_first) {
  Event event;
  Threads threads;
  const auto wait = [&](bool timed) {
    if (timed)
      threads.spawn("timed waiter", [&event] { event.wait(1ms); });
    else
      threads.spawn("waiter", [&event] { event.wait(); });
    harness::settle();
  };
  wait(gives_up_first);
  wait(!gives_up_first);
  std::this_thread::sleep_for(1ms);  // now both the time is over and the set comes
  event.set();
  event.clear();
  threads.spawn("late comer", [&event] { event.wait(); });
  harness::settle();
  event.set();
}

SCENARIO(Event, TheFirstGivesUpAsTheSetComes, interleaving, "`set` frees all who were waiting.",
         .schedules = 3000) {
  gives_up_as_the_set_comes(true);
}

SCENARIO(Event, TheLastGivesUpAsTheSetComes, interleaving, "`set` frees all who were waiting.",
         .schedules = 3000) {
  gives_up_as_the_set_comes(false);
}

SCENARIO(Event, ATimedWaitIsTrueOnlyAfterASet, interleaving,
         "`bool wait(Timeout = {})` (the flag's value on return: false only on a timeout).") {
  Event event;
  Threads threads;
  threads.start_together(2, [&event](int) {
    CHECK(!event.wait(1ms), "`wait` returned true although nobody set the event");
  });
  event.clear();
}

// Three wait, one of them gives up, and the two others must not notice.
void one_of_three_gives_up(int impatient) {
  Event event;
  Threads threads;
  for (int number = 0; number < 3; ++number) {
    if (number == impatient)
      threads.spawn("timed waiter", [&event] { event.wait(5ms); });
    else
      threads.spawn("waiter", [&event] { event.wait(); });
    harness::settle();
  }
  std::this_thread::sleep_for(10ms);
  threads.spawn("late comer", [&event] { event.wait(); });
  harness::settle();
  event.set();
  event.clear();
}

SCENARIO(Event, TheFirstOfThreeGivesUp, interleaving, "`set` frees all who were waiting.",
         .schedules = 3000) {
  one_of_three_gives_up(0);
}

SCENARIO(Event, TheSecondOfThreeGivesUp, interleaving, "`set` frees all who were waiting.",
         .schedules = 3000) {
  one_of_three_gives_up(1);
}

SCENARIO(Event, TheLastOfThreeGivesUp, interleaving, "`set` frees all who were waiting.",
         .schedules = 3000) {
  one_of_three_gives_up(2);
}

// ---- Looking ----

SCENARIO(Event, AFlagThatIsUpIsSeenByAll, interleaving,
         "`bool is_set() const` · `bool wait(Timeout = {})` (the flag's value on return).") {
  Event event;
  event.set();
  Threads threads;
  threads.start_together(2, [&event](int number) {
    CHECK(event.is_set(), "the event was set, but `is_set` denies it");
    CHECK(event.wait(0ns), "a poll of an event that is set did not return true");
    if (number == 0) event.set();
  });
}

SCENARIO(Event, OneLooksWhileOthersChangeIt, interleaving,
         "`bool is_set() const` · `void set()` · `void clear()`.") {
  Event event;
  event.set();
  Threads threads;
  threads.spawn("clearer", [&event] { event.clear(); });
  const bool seen = event.is_set();
  if (!seen) CHECK(!event.is_set(), "a cleared event was set again although nobody set it");
  threads.join();
  CHECK(!event.is_set(), "the event was cleared, but `is_set` says that it is set");
}

// ---- What becomes visible ----

SCENARIO(Event, WhoSeesTheFlagSeesWhatWasWritten, interleaving,
         "What precedes a `set` happens before what follows an `is_set` that returns true.") {
  Event event;
  int data = 0;
  Threads threads;
  threads.spawn("setter", [&] {
    data = 1;
    event.set();
  });
  if (event.is_set()) CHECK_EQ(data, 1, "what was written before the event was set");
}

SCENARIO(Event, EveryWayToWaitSeesWhatWasWritten, interleaving,
         "What precedes a `set` happens before what follows the `wait` that it freed.") {
  Event event;
  int data = 0;
  Threads threads;
  threads.spawn("setter", [&] {
    data = 1;
    event.set();
  });
  if (event.wait(0ns) || event.wait(1ms))
    CHECK_EQ(data, 1, "what was written before the event was set");
  event.wait();
  CHECK_EQ(data, 1, "what was written before the event was set");
}

SCENARIO(Event, AWaiterSeesWhatWasWrittenEvenAfterAClear, interleaving,
         "What precedes a `set` happens before what follows the `wait` that it freed.") {
  Event event;
  int data = 0;
  Threads threads;
  const Thread& waiter = threads.spawn("waiter", [&] {
    event.wait();
    CHECK_EQ(data, 1, "what was written before the event was set");
  });
  CHECK_BLOCKED(waiter, "`wait` returned before the event was set");
  data = 1;
  event.set();
  event.clear();
}

// ---- Many ----

SCENARIO(Event, ASetFreesACrowd, behaviour, "`set` frees all who were waiting.", .schedules = 20) {
  Event event;
  Threads threads;
  for (int i = 0; i < 20; ++i)
    threads.spawn("waiter " + std::to_string(i), [&event] { event.wait(); });
  harness::settle();
  event.set();
}

// However often it happens before the waiter runs: a counter of few bits would be back where it
// was.
SCENARIO(Event, ManySetsPassAWaiterByAndItIsFree, behaviour,
         "`set` frees all who were waiting, even where `clear` follows at once.", .schedules = 20) {
  for (const int rounds : {4, 8, 16, 256}) {
    Event event;
    Threads threads;
    const Thread& waiter = threads.spawn("waiter", [&event] { event.wait(); });
    CHECK_BLOCKED(waiter, "`wait` returned before the event was set");
    for (int round = 0; round < rounds; ++round) {
      event.set();
      event.clear();
    }
    CHECK_WAKES(waiter, "`set` freed nobody: it was called again and again, `clear` after each");
    event.set();
  }
}

}  // namespace
