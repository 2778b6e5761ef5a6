#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <thread>

#include "harness/check.hpp"
#include "harness/costs.hpp"
#include "harness/gate.hpp"
#include "harness/scenario.hpp"
#include "harness/threads.hpp"
#include "labs/pool/subject.hpp"
#include "threading/errors.hpp"

// The corners of a future: identity, time, what its result outlives, cancelling.
namespace {

using namespace std::chrono_literals;
using harness::Gate;
using harness::Judges;
using harness::Thread;
using harness::Threads;
using subject::Fragile;
using subject::Future;
using subject::ThreadPoolExecutor;
using threading::CancelledError;
using threading::Duration;
using threading::TimeoutError;
using threading::ValueError;

// Schedules: for what shows itself under almost any, and for what has to be sought.
constexpr std::uint32_t kFew = 200;
constexpr std::uint32_t kMany = 4000;

// A pool of one worker, busy until the gate opens: whatever is submitted waits.
struct BusyPool {
  BusyPool() {
    busy = pool.submit<void>([this] { gate.pass(); });
    harness::settle();
  }
  Gate gate;
  ThreadPoolExecutor pool{1};
  std::optional<Future<void>> busy;
};

// ---- Handles and states ----

SCENARIO(Future, HandlesOfOneTaskAreEqual, behaviour, "`==` and `std::hash` by identity.",
         .schedules = kFew) {
  ThreadPoolExecutor pool(1);
  const Future<int> one = pool.submit<int>([] { return 1; });
  const Future<int> other = pool.submit<int>([] { return 1; });
  const Future<int> copy = one;
  CHECK(copy == one, "a copy of a future is not equal to it");
  CHECK_EQ(copy.hash(), one.hash(), "the hash of a future's copy");
  CHECK(!(one == other), "two tasks' futures are equal");
  one.result();
  other.result();
  CHECK(copy == one && !(one == other), "the results have changed which futures are equal");
}

SCENARIO(Future, ItsStatesFollowEachOther, behaviour,
         "`running()` while it runs, `done()` once it has ended or was cancelled.",
         .schedules = kFew) {
  BusyPool busy;
  Gate begun;
  const auto future = busy.pool.submit<int>([&] {
    begun.open();
    busy.gate.pass();
    return 1;
  });
  harness::settle();
  CHECK(!future.running(), "a task without a worker is said to run");
  CHECK(!future.done(), "a task without a worker is said to be done");
  busy.gate.open();
  begun.pass();
  CHECK(future.running(), "a task is under way, but `running` denies it");
  CHECK(!future.done(), "a task that is under way is said to be done");
  busy.gate.open();
  CHECK_EQ(future.result(), 1, "the result");
  CHECK(!future.running(), "a task that is over is said to run");
  CHECK(future.done() && !future.cancelled(), "a task that is over is not done, or is cancelled");
}

SCENARIO(Future, ItsResultOutlivesThePool, behaviour,
         "`const R& result(Timeout = {})`: valid while a handle lives.", .schedules = kFew) {
  std::optional<Future<int>> kept;
  const int* result = nullptr;
  {
    ThreadPoolExecutor pool(1);
    const Future<int> first = pool.submit<int>([] { return 8; });
    kept = first;
    result = &first.result();
  }
  CHECK_EQ(*result, 8, "a result whose pool is gone and of which one handle is left");
  CHECK(&kept->result() == result, "two handles have two results");
}

SCENARIO(Future, ItsExceptionOutlivesThePool, behaviour,
         "The task's own exception is thrown from `result`.", .schedules = kFew) {
  std::optional<Future<int>> kept;
  {
    ThreadPoolExecutor pool(1);
    kept = pool.submit<int>([]() -> int { throw 42; });
  }
  for (int i = 0; i < 2; ++i)
    CHECK_THROWS(kept->result(), int, "`result` of a task that threw an int");
  CHECK(kept->exception() != nullptr, "`exception` of a task that threw an int is null");
}

SCENARIO(Future, AResultWhoseMoveThrowsIsAnEndToo, behaviour,
         "Every future that was accepted gets done.", .weight = 0.5, .schedules = kFew) {
  ThreadPoolExecutor pool(1);
  for (int moves : {0, 1, 2}) {
    const auto future = pool.submit<Fragile>([moves] { return Fragile(moves); });
    try {
      static_cast<void>(future.result());
    } catch (const Fragile::Broken&) {
      // How often a pool moves a result is its own affair; that the future is done is not.
    }
    CHECK(future.done(), "`result` has returned, but `done` denies the end");
  }
  CHECK_EQ(pool.submit<int>([] { return 3; }).result(), 3, "a later task's result");
}

// Each question alone, since one that is asked rightly would make good for the next.
template <class Ask>
void asked_meanwhile(Ask ask) {
  ThreadPoolExecutor pool(1);
  const Future<int> future = pool.submit<int>([] { return 1; });
  ask(future);
  CHECK_EQ(future.result(), 1, "the result");
}

SCENARIO(Future, AnyThreadMayAskWhetherItIsDone, interleaving,
         "`done()`, asked while the task begins and ends.", .weight = 0.5, .schedules = kFew) {
  asked_meanwhile([](const Future<int>& future) {
    if (future.done()) CHECK_EQ(future.result(0s), 1, "the result of a future that is done");
  });
}

SCENARIO(Future, AnyThreadMayAskWhetherItRuns, interleaving,
         "`running()`, asked while the task begins and ends.", .weight = 0.5, .schedules = kFew) {
  asked_meanwhile([](const Future<int>& future) {
    if (future.running()) CHECK(!future.cancel(), "`cancel` of a task that had begun was true");
  });
}

SCENARIO(Future, AnyThreadMayAskWhetherItIsCancelled, interleaving,
         "`cancelled()`, asked while the task begins and ends.", .weight = 0.5, .schedules = kFew) {
  asked_meanwhile([](const Future<int>& future) {
    CHECK(!future.cancelled(), "nobody cancelled the task, but `cancelled` says so");
  });
}

// ---- Time ----

// A wait whose time is over before it begins. (The specification leaves room for refusing it.)
template <class Wait>
void check_does_not_wait(Wait wait, const char* what) {
  try {
    wait();
    CHECK(false, what);
  } catch (const TimeoutError&) {
    return;
  } catch (const ValueError&) {
    return;
  }
}

SCENARIO(Future, ANegativeTimeoutDoesNotWait, behaviour,
         "A negative timeout is a `ValueError` only in Lock, RLock and Queue; elsewhere it polls.",
         .schedules = kFew) {
  ThreadPoolExecutor pool(1);
  Gate gate;
  const Future<int> future = pool.submit<int>([&gate] {
    gate.pass();
    return 6;
  });
  for (const Duration timeout : {Duration(-1ns), Duration::min()}) {
    check_does_not_wait([&] { static_cast<void>(future.result(timeout)); },
                        "`result(-1)` of a task that goes on returned something");
    check_does_not_wait([&] { static_cast<void>(future.exception(timeout)); },
                        "`exception(-1)` of a task that goes on returned something");
  }
  gate.open();
  CHECK_EQ(future.result(), 6, "the result, after calls with a negative timeout");
  CHECK_EQ(future.result(0s), 6, "`result(0)` of a task that is over");
  try {
    CHECK_EQ(future.result(-1s), 6, "`result(-1)` of a task that is over");
    CHECK(future.exception(-1s) == nullptr, "`exception(-1)` of a task that threw nothing");
  } catch (const ValueError&) {
    return;
  }
}

SCENARIO(Future, TheLargestTimeoutIsLegal, behaviour,
         "Any other timeout is legal up to the largest.", .schedules = kFew) {
  ThreadPoolExecutor pool(1);
  Gate gate;
  const Future<int> future = pool.submit<int>([&gate] {
    gate.pass();
    return 6;
  });
  Threads threads;
  const Thread& result = threads.spawn("result", [&future] {
    CHECK_EQ(future.result(Duration::max()), 6, "the result, with the largest timeout");
  });
  const Thread& exception = threads.spawn("exception", [&future] {
    CHECK(future.exception(Duration::max()) == nullptr, "`exception` has what nobody threw");
  });
  CHECK_BLOCKED(result, "`result` with the largest timeout did not wait");
  CHECK_BLOCKED(exception, "`exception` with the largest timeout did not wait");
  gate.open();
}

SCENARIO(Future, ATimedResultIsOverByItsDeadline, behaviour,
         "`TimeoutError` when the time is over.", .schedules = kFew) {
  ThreadPoolExecutor pool(1);
  Gate gate;
  const auto future = pool.submit<void>([&gate] { gate.pass(); });
  Threads threads;
  const Thread& waiter = threads.spawn("waiter", [&future] {
    CHECK_THROWS(future.result(5ms), TimeoutError, "`result(5ms)` of a task that goes on");
  });
  harness::settle();
  std::this_thread::sleep_for(20ms);
  CHECK_RETURNED(waiter, "`result(5ms)` still waits after its deadline");
  gate.open();
}

SCENARIO(Future, ATimeoutThatMeetsTheEndIsEither, interleaving,
         "`TimeoutError` when the time is over; the result otherwise.", .schedules = kMany) {
  ThreadPoolExecutor pool(1);
  int plain = 0;
  const Future<int> future = pool.submit<int>([&plain] { return plain = 1; });
  try {
    CHECK_EQ(future.result(1ms), 1, "the result");
    CHECK_EQ(plain, 1, "what the task wrote, read after `result`");
  } catch (const TimeoutError&) {
    CHECK_EQ(future.result(), 1, "the result, after a time-out");
  }
}

// ---- Waiting ----

SCENARIO(Future, AllWhoWaitAreWoken, interleaving, "Every blocking call blocks, and no longer.",
         .schedules = kMany) {
  ThreadPoolExecutor pool(1);
  const Future<int> future = pool.submit<int>([] { return 2; });
  Threads threads;
  threads.start_together(2, [&future](int) { CHECK_EQ(future.result(), 2, "the result"); });
  threads.join();
}

SCENARIO(Future, SleepersAreAllWoken, behaviour, "Every blocking call blocks, and no longer.",
         .schedules = kFew) {
  ThreadPoolExecutor pool(1);
  Gate gate;
  const auto future = pool.submit<void>([&gate] { gate.pass(); });
  Threads threads;
  const Thread& first = threads.spawn("result", [&future] { future.result(); });
  const Thread& second = threads.spawn("exception", [&future] { future.exception(); });
  CHECK_BLOCKED(first, "`result` returned before the task was over");
  CHECK_BLOCKED(second, "`exception` returned before the task was over");
  gate.open();
  CHECK_RETURNED(first, "`result` sleeps on although the task is over");
  CHECK_RETURNED(second, "`exception` sleeps on although the task is over");
}

SCENARIO(Future, WhoWaitsSleeps, behaviour,
         "Every blocking call blocks: no spinning without bound, no sleeping and polling.",
         .weight = 0.5, .schedules = 50, .judges = Judges::explore_only) {
  ThreadPoolExecutor pool(1);
  Gate gate;
  const auto future = pool.submit<void>([&gate] { gate.pass(); });
  Threads threads;
  const Thread& waiter = threads.spawn("waiter", [&future] { future.result(); });
  const Thread& timed = threads.spawn("timed waiter", [&future] {
    try {
      future.exception(1h);
    } catch (const TimeoutError&) {
      // An hour may pass while others are given their chance.
    }
  });
  CHECK_BLOCKED(waiter, "`result` returned before the task was over");
  CHECK_BLOCKED(timed, "`exception` returned before the task was over");
  CHECK_OTHERS_SLEEP("a thread that waits for a result polls instead of sleeping");
  gate.open();
}

SCENARIO(Future, WaitsAreMeasuredOnTheSteadyClock, behaviour,
         "All waits are measured on `std::chrono::steady_clock`.", .weight = 0.5,
         .judges = Judges::explore_only) {
  ThreadPoolExecutor pool(1);
  Gate gate;
  const auto future = pool.submit<void>([&gate] { gate.pass(); });
  const harness::Costs costs = harness::cost_of([&future] {
    CHECK_THROWS(future.result(1ms), TimeoutError, "`result(1ms)` of a task that goes on");
    CHECK_THROWS(future.exception(1ms), TimeoutError, "`exception(1ms)` of a task that goes on");
  });
  gate.open();
  CHECK_EQ(costs.wall_clock_waits, 0U, "waits until a time of the wall clock, which may be set");
}

SCENARIO(Future, WhatIsDoneCostsNoSystemCall, behaviour,
         "An uncontended call makes no needless system call.", .weight = 0.5, .schedules = kFew,
         .judges = Judges::explore_only) {
  ThreadPoolExecutor pool(1);
  const auto future = pool.submit<int>([] { return 1; });
  future.result();
  harness::settle();
  const auto costs = harness::cost_of([&future] {
    static_cast<void>(future.result());
    static_cast<void>(future.exception());
    static_cast<void>(future.done());
  });
  CHECK_EQ(costs.system_calls(), 0U, "system calls of looking at a future that is done");
}

// The class itself has to order this: the scenario's own waiting does not.
SCENARIO(Future, ItsResultIsSeenByWhoComesLate, interleaving,
         "What the task did is seen after `result`.", .schedules = kFew) {
  ThreadPoolExecutor pool(1);
  int plain = 0;
  const Future<int> future = pool.submit<int>([&plain] { return plain = 4; });
  harness::settle();
  CHECK_EQ(future.result(), 4, "the result, asked for when it was long there");
  CHECK_EQ(plain, 4, "what the task wrote, read after `result`");
}

SCENARIO(Future, ItsExceptionIsSeenByWhoComesLate, interleaving,
         "What the task did is seen after `exception`.", .schedules = kFew) {
  ThreadPoolExecutor pool(1);
  int plain = 0;
  const Future<int> future = pool.submit<int>([&plain]() -> int { throw plain = 4; });
  harness::settle();
  CHECK(future.exception() != nullptr, "`exception` of a task that threw is null");
  CHECK_EQ(plain, 4, "what the task wrote, read after `exception`");
}

// ---- Cancelling ----

SCENARIO(Future, CancelWakesWhoWaits, behaviour,
         "`bool cancel()`: wakes waiters before it returns.", .schedules = kFew) {
  BusyPool busy;
  const auto future = busy.pool.submit<int>([] { return 1; });
  Threads threads;
  const Thread& result = threads.spawn("result", [&future] {
    CHECK_THROWS(future.result(), CancelledError, "`result` of a future that gets cancelled");
  });
  const Thread& exception = threads.spawn("exception", [&future] {
    CHECK_THROWS(future.exception(1h), CancelledError, "`exception` of such a future");
  });
  CHECK_BLOCKED(result, "`result` returned before the task was over");
  CHECK_BLOCKED(exception, "`exception` returned before the task was over");
  CHECK(future.cancel(), "`cancel` of a task that waits for a worker returned false");
  CHECK_RETURNED(result, "`result` sleeps on although the future was cancelled");
  CHECK_RETURNED(exception, "`exception` sleeps on although the future was cancelled");
  busy.gate.open();
}

SCENARIO(Future, CancelledOnceIsCancelledForGood, behaviour,
         "`cancel` returns whether it is cancelled (as in CPython).", .schedules = kFew) {
  BusyPool busy;
  const auto future = busy.pool.submit<int>([] { return 1; });
  std::atomic<int> calls = 0;
  future.add_done_callback([&calls](const Future<int>&) { ++calls; });
  CHECK(future.cancel(), "`cancel` of a task that waits for a worker returned false");
  CHECK(future.cancel(), "`cancel` of a cancelled future returned false");
  CHECK_EQ(calls.load(), 1, "calls of a callback, for two calls of `cancel`");
  busy.gate.open();
  busy.pool.shutdown();
  CHECK(future.cancelled(), "a cancelled future is no longer cancelled");
  CHECK_THROWS(future.result(0s), CancelledError, "`result` of a cancelled future");
  CHECK_EQ(calls.load(), 1, "calls of a callback, when the pool was shut down");
}

SCENARIO(Future, CancelMeetsTheStart, interleaving, "`bool cancel()`: only before it runs.",
         .schedules = kMany) {
  ThreadPoolExecutor pool(1);
  bool ran = false;
  const auto future = pool.submit<void>([&ran] { ran = true; });
  const bool cancelled = future.cancel();
  CHECK_EQ(future.cancelled(), cancelled, "`cancelled`, against what `cancel` returned");
  if (cancelled)
    CHECK_THROWS(future.result(), CancelledError, "`result` where `cancel` returned true");
  else
    future.result();
  pool.shutdown();
  CHECK_EQ(ran, !cancelled, "whether the task ran, against what `cancel` returned");
}

SCENARIO(Future, TwoCancelAtOnce, interleaving,
         "`bool cancel()`: only before it runs; runs the callbacks, each exactly once.",
         .schedules = kMany) {
  BusyPool busy;
  const auto future = busy.pool.submit<int>([] { return 1; });
  std::atomic<int> calls = 0;
  future.add_done_callback([&calls](const Future<int>&) { ++calls; });
  Threads threads;
  threads.start_together(2, [&future](int) {
    CHECK(future.cancel(), "`cancel` of a task that waits for a worker returned false");
  });
  threads.join();
  CHECK_EQ(calls.load(), 1, "calls of a callback, for two calls of `cancel`");
  busy.gate.open();
}

// ---- Lifetime ----

SCENARIO(Future, AHandleMayBeDroppedAtOnce, interleaving,
         "An object may be destroyed as soon as the last call on it returned.",
         .schedules = kMany) {
  std::atomic<int> ran = 0;
  {
    ThreadPoolExecutor pool(1);
    pool.submit<int>([&ran] { return ++ran; });
    static_cast<void>(pool.submit<int>([&ran] { return ++ran; }).result());
  }
  CHECK_EQ(ran.load(), 2, "tasks that ran, of two whose futures were dropped");
}

SCENARIO(Future, TheTaskIsDestroyedOnceItRan, behaviour,
         "A task's callable and arguments are destroyed once it ran.", .schedules = kFew) {
  ThreadPoolExecutor pool(1);
  for (const bool throws : {false, true}) {
    std::atomic<bool> gone = false;
    const auto tell = [&gone](const int* number) {
      delete number;
      gone = true;
    };
    const auto future =
        pool.submit<int>([captured = std::shared_ptr<const int>(new int(1), tell), throws] {
          if (throws) throw *captured;
          return *captured;
        });
    static_cast<void>(future.exception());
    harness::settle();
    CHECK(gone.load(), "a task is over, but what it captured is kept");
  }
}

}  // namespace
