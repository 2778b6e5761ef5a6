#include <chrono>
#include <memory>
#include <thread>

#include "harness/check.hpp"
#include "harness/gate.hpp"
#include "harness/scenario.hpp"
#include "harness/threads.hpp"
#include "labs/timer/subject.hpp"
#include "threading/errors.hpp"

// The contract, call by call. Time is virtual under explore; a time-out may come early there, as
// on a busy machine: so what has to be "in time" is asked of the clock.
namespace {

using namespace std::chrono_literals;
using harness::Gate;
using harness::Threads;
using subject::Timer;
using threading::RuntimeError;
using threading::ValueError;
using Clock = std::chrono::steady_clock;

SCENARIO(Timer, ItCallsAfterTheInterval, behaviour,
         "Calls the function once, on another thread, after the interval.") {
  Clock::time_point called_at;
  std::thread::id called_by;
  int calls = 0;
  Timer timer(5ms, [&] {
    called_at = Clock::now();
    called_by = std::this_thread::get_id();
    ++calls;
  });
  const Clock::time_point begin = Clock::now();
  timer.start();
  timer.join();
  CHECK_EQ(calls, 1, "calls of the function when `join` has returned");
  CHECK(called_at - begin >= 5ms, "the function was called before the interval was over");
  CHECK(called_by != std::this_thread::get_id(), "the function was called by the starting thread");
}

SCENARIO(Timer, CancelledInTimeItCallsNothing, behaviour,
         "Calls the function once, …, unless cancelled before.") {
  int calls = 0;
  Timer timer(1h, [&calls] { ++calls; });
  const Clock::time_point begin = Clock::now();
  timer.start();
  timer.cancel();
  const bool in_time = Clock::now() - begin < 1h;
  timer.join();
  CHECK(calls == 0 || !in_time, "the function was called although the timer was cancelled");
  CHECK(calls <= 1, "the function was called more than once");
}

SCENARIO(Timer, CancelledBeforeTheStart, behaviour,
         "Calls the function once, …, unless cancelled before.") {
  int calls = 0;
  Timer timer(0s, [&calls] { ++calls; });
  timer.cancel();
  timer.start();
  timer.join();
  CHECK_EQ(calls, 0, "calls of the function of a timer that was cancelled before its start");
}

SCENARIO(Timer, CancelLaterDoesNothing, behaviour, "Cancel later, or twice, does nothing.") {
  int calls = 0;
  Timer timer(0s, [&calls] { ++calls; });
  timer.start();
  timer.join();
  CHECK_EQ(calls, 1, "calls of the function, after no time at all");
  timer.cancel();
  timer.cancel();
  timer.join();
  CHECK_EQ(calls, 1, "calls of the function after two calls of `cancel`");
}

SCENARIO(Timer, ANegativeIntervalIsAnError, behaviour,
         "`Timer(Duration interval, std::function<void()> function)` (negative: `ValueError`).") {
  CHECK_THROWS(Timer(-1ns, [] {}), ValueError, "a timer with an interval of -1 ns");
  CHECK_THROWS(Timer(threading::Duration::min(), [] {}), ValueError,
               "a timer with the smallest interval there is");
}

SCENARIO(
    Timer, ItIsAThread, behaviour,
    "CPython: Timer is a subclass of Thread. `start` twice, or `join` before: `RuntimeError`.") {
  Timer timer(0s, [] {});
  CHECK_THROWS(timer.join(), RuntimeError, "`join` of a timer that was not started");
  timer.start();
  CHECK_THROWS(timer.start(), RuntimeError, "a second `start`");
  timer.join();
  CHECK_THROWS(timer.start(), RuntimeError, "`start` of a timer that is over");
}

SCENARIO(Timer, ItsDestructorCancels, behaviour, "Its destructor cancels and joins.") {
  bool called = false;
  Threads threads;
  const harness::Thread& owner = threads.spawn("owner", [&called] {
    Timer timer(1h, [&called] { called = true; });
    timer.start();
  });
  CHECK_RETURNED(owner, "the destructor waits for the interval to be over");
  {
    const Timer never_started(1h, [] {});
  }
}

SCENARIO(Timer, ItsDestructorJoins, behaviour, "Its destructor cancels and joins.") {
  Gate begun;
  Gate gate;
  bool done = false;
  Threads threads;
  const harness::Thread& owner = threads.spawn("owner", [&] {
    Timer timer(0s, [&] {
      begun.open();
      gate.pass();
      done = true;
    });
    timer.start();
    begun.pass();
  });
  CHECK_BLOCKED(owner, "the destructor returned while the function was running");
  gate.open();
  threads.join();
  CHECK(done, "the destructor returned, but the function has not come to its end");
}

SCENARIO(Timer, CancelAgainstItsFiring, interleaving, "Cancel later, or twice, does nothing.") {
  int calls = 0;
  {
    Timer timer(5ms, [&calls] { ++calls; });
    timer.start();
    std::this_thread::sleep_for(5ms);
    timer.cancel();
    timer.join();
    CHECK(calls <= 1, "the function was called more than once");
  }
  CHECK(calls <= 1, "the function was called more than once");
}

}  // namespace
