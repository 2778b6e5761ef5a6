#include <atomic>
#include <chrono>
#include <memory>
#include <stdexcept>
#include <thread>

#include "harness/check.hpp"
#include "harness/costs.hpp"
#include "harness/gate.hpp"
#include "harness/scenario.hpp"
#include "harness/threads.hpp"
#include "harness/unseen.hpp"
#include "labs/timer/subject.hpp"
#include "threading/errors.hpp"

// The corners of the contract, and what a schedule decides.
namespace {

using namespace std::chrono_literals;
using harness::Gate;
using harness::Judges;
using harness::Threads;
using harness::Unseen;
using subject::Timer;
using threading::Duration;
using threading::RuntimeError;
using Clock = std::chrono::steady_clock;

// ---- Time ----

SCENARIO(Timer, TheIntervalBeginsWithTheStart, behaviour,
         "Calls the function once, on another thread, after the interval.") {
  Clock::time_point called_at;
  Timer timer(20'300us, [&called_at] { called_at = Clock::now(); });
  std::this_thread::sleep_for(15ms);
  const Clock::time_point begin = Clock::now();
  timer.start();
  timer.join();
  CHECK(called_at - begin >= 20'300us,
        "the function was called sooner than an interval after `start`");
}

SCENARIO(Timer, AStartThatThrowsChangesNothing, behaviour, "A call that throws changes nothing.",
         .judges = Judges::explore_only) {
  Clock::time_point called_at;
  Timer timer(10ms, [&called_at] { called_at = Clock::now(); });
  const Clock::time_point begin = Clock::now();
  timer.start();
  harness::settle();  // its time begins when it waits
  std::this_thread::sleep_for(6ms);
  CHECK_THROWS(timer.start(), RuntimeError, "a second `start`");
  timer.join();
  CHECK(called_at - begin < 15ms, "a second `start`, which threw, began the interval anew");
}

SCENARIO(Timer, ItIsDueWhenItsTimeHasCome, behaviour,
         "Calls the function once, on another thread, after the interval.") {
  Unseen<int> calls(0);
  Timer timer(5ms, [&calls] { calls.set(calls.get() + 1); });
  timer.start();
  harness::settle();
  std::this_thread::sleep_for(5ms);
  harness::settle();
  CHECK_EQ(calls.get(), 1, "calls of the function when the interval is over");
  std::this_thread::sleep_for(20ms);
  harness::settle();
  CHECK_EQ(calls.get(), 1, "calls of the function some time later");
}

SCENARIO(Timer, TheLargestIntervalIsLegal, behaviour,
         "Any other timeout is legal up to the largest.") {
  std::atomic<int> calls = 0;
  Timer timer(Duration::max(), [&calls] { ++calls; });
  timer.start();
  Threads threads;
  const harness::Thread& joiner = threads.spawn("joiner", [&timer] { timer.join(); });
  CHECK_BLOCKED(joiner, "a timer with the largest interval is over at once");
  CHECK_EQ(calls.load(), 0, "calls of the function before the largest interval is over");
  timer.cancel();
  CHECK_WAKES(joiner, "the timer was cancelled, but `join` does not return");
}

SCENARIO(Timer, WaitsAreMeasuredOnTheSteadyClock, behaviour,
         "All waits are measured on `std::chrono::steady_clock`.", .weight = 0.5,
         .judges = Judges::explore_only) {
  std::uint64_t wall_clock_waits = 0;
  Timer timer(5ms, [&] { wall_clock_waits = harness::costs_so_far().wall_clock_waits; });
  timer.start();
  timer.join();
  CHECK_EQ(wall_clock_waits, 0U, "waits until a time of the wall clock, which may be set");
}

SCENARIO(Timer, ItSleepsMeanwhile, behaviour,
         "Every blocking call blocks: no spinning without bound, no sleeping and polling.",
         .judges = Judges::explore_only) {
  Timer timer(1h, [] {});
  timer.start();
  Threads threads;
  threads.spawn("joiner", [&timer] { timer.join(); });
  CHECK_OTHERS_SLEEP("a timer, or who joins it, keeps running instead of sleeping");
  timer.cancel();
}

// ---- Cancel ----

SCENARIO(Timer, CancelEndsTheWait, interleaving,
         "Unless cancelled before. `join()` … Its destructor cancels and joins.") {
  Timer timer(1h, [] {});
  timer.start();
  Threads threads;
  const harness::Thread& joiner = threads.spawn("joiner", [&timer] { timer.join(); });
  timer.cancel();
  CHECK_WAKES(joiner, "the timer was cancelled, but sleeps on");
}

SCENARIO(Timer, CancelFromWithin, behaviour, "Cancel later, or twice, does nothing.") {
  int calls = 0;
  std::unique_ptr<Timer> timer;
  timer = std::make_unique<Timer>(0s, [&] {
    timer->cancel();
    ++calls;
  });
  timer->start();
  timer->join();
  CHECK_EQ(calls, 1, "calls of a function that cancels its own timer");
}

SCENARIO(Timer, CancelDoesNotWait, behaviour, "Cancel later, or twice, does nothing.") {
  Gate begun;
  Gate gate;
  Timer timer(0s, [&] {
    begun.open();
    gate.pass();
  });
  timer.start();
  begun.pass();
  Threads threads;
  const harness::Thread& canceller = threads.spawn("canceller", [&timer] { timer.cancel(); });
  const harness::Thread& joiner = threads.spawn("joiner", [&timer] { timer.join(); });
  CHECK_RETURNED(canceller, "`cancel` waits for a function that is running");
  CHECK_BLOCKED(joiner, "`join` returned while the function was running");
  gate.open();
}

SCENARIO(Timer, TwoCancelAtOnce, interleaving, "Cancel later, or twice, does nothing.") {
  int calls = 0;
  Timer timer(1ms, [&calls] { ++calls; });
  timer.start();
  Threads threads;
  threads.start_together(2, [&timer](int) { timer.cancel(); });
  threads.join();
  timer.join();
  CHECK(calls <= 1, "the function was called more than once");
}

SCENARIO(Timer, CancelAgainstStart, interleaving,
         "Unless cancelled before; cancel later, or twice, does nothing.") {
  int calls = 0;
  Timer timer(1h, [&calls] { ++calls; });
  Threads threads;
  const harness::Thread& starter = threads.spawn("starter", [&timer] {
    timer.start();
    timer.join();
  });
  timer.cancel();
  CHECK_WAKES(starter, "the timer was cancelled beside its start, but sleeps on");
}

SCENARIO(Timer, NothingIsCalledOnceItIsCancelled, interleaving,
         "Calls the function once, …, unless cancelled before.", .judges = Judges::explore_only) {
  Unseen<int> calls(0);
  Timer timer(1h, [&calls] { calls.set(1); });
  const Clock::time_point begin = Clock::now();
  timer.start();
  timer.cancel();
  if (Clock::now() - begin >= 1h) return timer.join();
  harness::settle();
  CHECK_EQ(calls.get(), 0, "calls of the function of a timer that was cancelled in time");
  std::this_thread::sleep_for(2h);
  harness::settle();
  CHECK_EQ(calls.get(), 0, "calls of that function when the interval is over");
}

// ---- Ends ----

SCENARIO(Timer, CancelledAndDestroyed, interleaving, "Its destructor cancels and joins.") {
  int calls = 0;
  Timer timer(1ms, [&calls] { ++calls; });
  timer.start();
  timer.cancel();
}

SCENARIO(Timer, WhatTheFunctionDidIsSeen, interleaving,
         "`join()`. CPython: Timer is a subclass of Thread.") {
  int plain = 1;
  Timer timer(1ms, [&plain] {
    CHECK_EQ(plain, 1, "what was written before `start`, read by the function");
    plain = 2;
  });
  timer.start();
  timer.join();
  CHECK_EQ(plain, 2, "what the function wrote, read after `join`");
}

SCENARIO(Timer, SeveralMayJoin, interleaving, "`join()`. CPython: Timer is a subclass of Thread.") {
  int plain = 0;
  Timer timer(1ms, [&plain] { plain = 1; });
  timer.start();
  Threads threads;
  threads.start_together(2, [&](int) {
    timer.join();
    CHECK_EQ(plain, 1, "what the function wrote, read after `join`");
  });
}

SCENARIO(Timer, OneOfTwoStartsWins, interleaving,
         "CPython: Timer is a subclass of Thread. `start` twice: `RuntimeError`.") {
  std::atomic<int> calls = 0;
  std::atomic<int> refused = 0;
  {
    Timer timer(0s, [&calls] { ++calls; });
    Threads threads;
    threads.start_together(2, [&](int) {
      try {
        timer.start();
      } catch (const RuntimeError&) {
        ++refused;
      }
    });
    threads.join();
    timer.join();
  }
  CHECK_EQ(calls.load(), 1, "calls of the function of a timer that two threads start");
  CHECK_EQ(refused.load(), 1, "calls of `start`, of two, that threw");
}

SCENARIO(Timer, DestroyedAgainstItsFiring, interleaving, "Its destructor cancels and joins.") {
  int calls = 0;
  {
    auto shared = std::make_shared<int>(1);
    Timer timer(1ms, [&calls, shared] { calls += *shared; });
    shared.reset();
    timer.start();
    std::this_thread::sleep_for(1ms);
  }
  CHECK(calls <= 1, "the function was called more than once");
}

SCENARIO(Timer, DestroyedByAnotherThread, interleaving, "Its destructor cancels and joins.") {
  int calls = 0;
  auto timer = std::make_unique<Timer>(1ms, [&calls] { ++calls; });
  timer->start();
  Threads threads;
  threads.spawn("owner", [&timer] { timer.reset(); });
  threads.join();
  CHECK(calls <= 1, "the function was called more than once");
}

SCENARIO(Timer, TheLastUserMayDestroyIt, interleaving,
         "An object may be destroyed as soon as the last call on it returned.") {
  auto timer = std::make_unique<Timer>(1ms, [] {});
  timer->start();
  Threads threads;
  std::atomic<int> users = 2;
  threads.start_together(2, [&](int number) {
    number == 0 ? timer->cancel() : timer->join();
    if (--users == 0) timer.reset();
  });
}

SCENARIO(Timer, AFunctionThatThrows, behaviour,
         "CPython: Timer is a subclass of Thread: to `excepthook`, not to `std::terminate`.") {
  Timer timer(0s, [] { throw std::logic_error("from the function of a timer"); });
  timer.start();
  timer.join();
  timer.cancel();
}

SCENARIO(Timer, TwoTimersDoNotMind, behaviour,
         "Calls the function once, on another thread, after the interval.") {
  Gate gate;
  Gate both;
  Timer first(0s, [&] {
    gate.pass();
    both.open();
  });
  Timer second(1ms, [&] {
    gate.open();
    both.open();
  });
  first.start();
  second.start();
  both.pass();
  both.pass();
}

}  // namespace
