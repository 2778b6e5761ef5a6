#include <atomic>
#include <chrono>
#include <cstdint>
#include <optional>
#include <thread>
#include <vector>

#include "harness/check.hpp"
#include "harness/costs.hpp"
#include "harness/gate.hpp"
#include "harness/scenario.hpp"
#include "harness/threads.hpp"
#include "labs/pool/subject.hpp"
#include "threading/errors.hpp"

// The two ranges: `as_completed` and `map`.
namespace {

using namespace std::chrono_literals;
using harness::Gate;
using harness::Judges;
using harness::Thread;
using harness::Threads;
using subject::Completions;
using subject::Future;
using subject::Results;
using subject::ThreadPoolExecutor;
using threading::Duration;
using threading::RuntimeError;
using threading::TimeoutError;
using threading::ValueError;
using Clock = std::chrono::steady_clock;

// Schedules: for what shows itself under almost any, and for what has to be sought.
constexpr std::uint32_t kFew = 200;
constexpr std::uint32_t kMany = 4000;

// Tasks that end when their gate opens.
struct GatedTasks {
  GatedTasks() {
    for (Gate& gate : gates)
      futures.push_back(pool.submit<int>([&gate] {
        gate.pass();
        return 1;
      }));
  }
  ~GatedTasks() {
    for (Gate& gate : gates)
      gate.open();
  }
  Gate gates[3];
  std::vector<Future<int>> futures;
  ThreadPoolExecutor pool{3};
};

// ---- as_completed ----

SCENARIO(AsCompleted, WhatIsDoneComesFirst, behaviour,
         "Those done already first, in any order, then in order of completion.",
         .schedules = kFew) {
  GatedTasks tasks;
  tasks.gates[2].open();
  static_cast<void>(tasks.futures[2].result());
  Completions<int> completions = subject::as_completed(tasks.futures);
  CHECK(completions.next() == tasks.futures[2], "what was done already did not come first");
  for (const int last : {1, 0}) {
    tasks.gates[last].open();
    harness::settle();
  }
  CHECK(completions.next() == tasks.futures[1], "the two came in another order than they ended");
  CHECK(completions.next() == tasks.futures[0], "the two came in another order than they ended");
  CHECK(!completions.next(), "`as_completed` yields more futures than it was given");
}

SCENARIO(AsCompleted, EachComesOnce, behaviour, "Each future once.", .schedules = kFew) {
  ThreadPoolExecutor pool(1);
  Gate gate;
  const Future<int> done = pool.submit<int>([] { return 1; });
  static_cast<void>(done.result());
  const Future<int> later = pool.submit<int>([&gate] {
    gate.pass();
    return 2;
  });
  Completions<int> completions = subject::as_completed<int>({later, done, later, done});
  CHECK(completions.next() == done, "what was done already did not come first");
  gate.open();
  CHECK(completions.next() == later, "the second that `as_completed` yields");
  CHECK(!completions.next(), "a future that was given twice came twice");
  CHECK(!subject::as_completed<int>({}).next(), "`as_completed` of nothing yields something");
}

SCENARIO(AsCompleted, ACancelledOneComesToo, behaviour, "Cancelled counts as done.",
         .schedules = kFew) {
  ThreadPoolExecutor pool(1);
  Gate gate;
  pool.submit<void>([&gate] { gate.pass(); });
  harness::settle();
  const Future<int> future = pool.submit<int>([] { return 1; });
  Threads threads;
  const Thread& reader = threads.spawn("reader", [&future] {
    Completions<int> completions = subject::as_completed<int>({future});
    CHECK(completions.next() == future, "the first that `as_completed` yields");
  });
  CHECK_BLOCKED(reader, "`as_completed` yields a future that is not done");
  future.cancel();
  CHECK_RETURNED(reader, "`as_completed` sleeps on although the future was cancelled");
  gate.open();
}

SCENARIO(AsCompleted, ItsTimeCountsFromTheCall, behaviour,
         "`TimeoutError` when the time is over (CPython: from the original call).",
         .schedules = kFew, .judges = Judges::explore_only) {
  GatedTasks tasks;
  tasks.gates[0].open();
  static_cast<void>(tasks.futures[0].result());
  Completions<int> completions = subject::as_completed(tasks.futures, 5ms);
  CHECK(completions.next() == tasks.futures[0], "what was done already did not come first");
  std::this_thread::sleep_for(10ms);
  // Nobody else has a time to wait for, so the clock stands still unless this call waits anew.
  const auto begin = Clock::now();
  CHECK_THROWS(completions.next(), TimeoutError, "`as_completed`, read when its time was over");
  CHECK(Clock::now() - begin < 5ms, "`as_completed` began its time anew for the next future");
}

SCENARIO(AsCompleted, ItsTimeMayBeNothingOrEverything, behaviour,
         "Any timeout that is not negative is legal, up to the largest.", .schedules = kFew) {
  GatedTasks tasks;
  tasks.gates[1].open();
  static_cast<void>(tasks.futures[1].result());
  {
    Completions<int> completions = subject::as_completed(tasks.futures, 0s);
    CHECK(completions.next() == tasks.futures[1], "what was done already did not come first");
    CHECK_THROWS(completions.next(), TimeoutError, "`as_completed` whose time is over");
  }
  Threads threads;
  const Thread& reader = threads.spawn("reader", [&tasks] {
    Completions<int> completions = subject::as_completed<int>({tasks.futures[0]}, Duration::max());
    CHECK(completions.next() == tasks.futures[0], "the first that `as_completed` yields");
  });
  CHECK_BLOCKED(reader, "`as_completed` with the largest timeout did not wait");
  tasks.gates[0].open();
  CHECK_RETURNED(reader, "`as_completed` sleeps on although its future is done");
}

// (The specification leaves room for refusing it.)
SCENARIO(AsCompleted, ANegativeTimeDoesNotWait, behaviour,
         "A negative timeout is a `ValueError` only in Lock, RLock and Queue; elsewhere it polls.",
         .schedules = kFew) {
  GatedTasks tasks;
  tasks.gates[1].open();
  static_cast<void>(tasks.futures[1].result());
  try {
    Completions<int> completions = subject::as_completed(tasks.futures, -1s);
    CHECK(completions.next() == tasks.futures[1], "what was done already did not come first");
    completions.next();
    CHECK(false, "`as_completed` with a negative time yields a future that is not done");
  } catch (const TimeoutError&) {
    return;
  } catch (const ValueError&) {
    return;
  }
}

SCENARIO(AsCompleted, ItMissesNoEnd, interleaving, "Each future once.", .schedules = kMany) {
  ThreadPoolExecutor pool(2);
  int plain[2] = {};
  std::vector<Future<int>> futures;
  for (int& each : plain)
    futures.push_back(pool.submit<int>([&each] { return each = 1; }));
  Completions<int> completions = subject::as_completed(futures);
  const auto first = completions.next();
  const auto second = completions.next();
  CHECK(first && second && !(*first == *second), "`as_completed` yields too few futures");
  CHECK_EQ(plain[0] + plain[1], 2, "what two tasks wrote, read after `as_completed`");
  CHECK(!completions.next(), "`as_completed` yields more futures than it was given");
}

SCENARIO(AsCompleted, ItMayBeDroppedEarly, interleaving,
         "An object may be destroyed as soon as the last call on it returned.",
         .schedules = kMany) {
  ThreadPoolExecutor pool(2);
  std::vector<Future<int>> futures;
  for (int i = 0; i < 2; ++i)
    futures.push_back(pool.submit<int>([i] { return i; }));
  CHECK(subject::as_completed(futures).next().has_value(), "`as_completed` yields nothing");
}

SCENARIO(AsCompleted, WhoWaitsSleeps, behaviour,
         "Every blocking call blocks: no spinning without bound, no sleeping and polling.",
         .weight = 0.5, .schedules = 50, .judges = Judges::explore_only) {
  GatedTasks tasks;
  Threads threads;
  const Thread& completed =
      threads.spawn("as_completed", [&tasks] { subject::as_completed(tasks.futures, 1h).next(); });
  CHECK_BLOCKED(completed, "`as_completed` yields a future that is not done");
  CHECK_OTHERS_SLEEP("a thread that reads `as_completed` polls instead of sleeping");
  tasks.gates[0].open();
}

// ---- map ----

SCENARIO(Map, ItSubmitsAllAtOnce, behaviour, "`map`: submits all at once.", .schedules = kFew) {
  std::atomic<int> running = 0;
  ThreadPoolExecutor pool(2);
  Gate gate;
  Results results = pool.map(
      [&](int x) {
        ++running;
        gate.pass();
        return x;
      },
      {1, 2});
  harness::settle();
  CHECK_EQ(running.load(), 2, "tasks under way, before anybody reads their results");
  gate.open(2);
}

SCENARIO(Map, TheInputsOrderIsTheResults, behaviour,
         "An input range of results in the inputs' order.", .schedules = kFew) {
  ThreadPoolExecutor pool(2);
  Gate gate;
  Results results = pool.map(
      [&gate](int x) {
        if (x == 1) gate.pass();
        return x * 10;
      },
      {1, 2});
  harness::settle();
  gate.open();
  CHECK(results.next() == 10, "the first result is not the first input's");
  CHECK(results.next() == 20, "the second result is not the second input's");
  CHECK(!results.next(), "`map` yields more results than it was given inputs");
  CHECK(!pool.map([](int x) { return x; }, {}).next(), "`map` of nothing yields something");
}

SCENARIO(Map, ItCanBeReadWhenThePoolIsGone, behaviour, "Readable after the pool is gone.",
         .schedules = kFew) {
  std::optional<Results> results;
  {
    ThreadPoolExecutor pool(1);
    results.emplace(pool.map([](int x) { return x + 1; }, {1, 2}));
  }
  CHECK(results->next() == 2, "the first result, read when the pool was gone");
  CHECK(results->next() == 3, "the second result, read when the pool was gone");
  CHECK(!results->next(), "`map` yields more results than it was given inputs");
}

SCENARIO(Map, DroppingItCancelsWhatHasNotBegun, behaviour,
         "Dropping it cancels what has not begun.", .schedules = kFew) {
  std::atomic<int> begun = 0;
  std::atomic<int> ended = 0;
  Gate gate;
  ThreadPoolExecutor pool(1);
  {
    const Results results = pool.map(
        [&](int x) {
          ++begun;
          gate.pass();
          ++ended;
          return x;
        },
        {1, 2, 3});
    harness::settle();
  }
  gate.open(3);
  CHECK_EQ(pool.submit<int>([] { return 4; }).result(), 4, "the result of a task that came later");
  CHECK_EQ(begun.load(), 1, "tasks that began, of three in a pool of one, with the range dropped");
  CHECK_EQ(ended.load(), 1, "tasks that ended, of one that had begun");
}

SCENARIO(Map, AnExceptionIsThrownWhenItIsReached, behaviour,
         "A task's exception is thrown when its result is reached.", .schedules = kFew) {
  ThreadPoolExecutor pool(1);
  Results results = pool.map(
      [](int x) {
        if (x == 2) throw x;
        return x;
      },
      {1, 2});
  pool.shutdown();
  CHECK(results.next() == 1, "the result before the one that threw");
  CHECK_THROWS(results.next(), int, "the result of a task that threw an int");
}

SCENARIO(Map, WhatIsDoneIsGivenWhenTheTimeIsOver, behaviour,
         "`map(f, range, Timeout = {})` (CPython: a TimeoutError where the result is not "
         "available).",
         .schedules = kFew, .judges = Judges::explore_only) {
  ThreadPoolExecutor pool(2);
  Results results = pool.map([](int x) { return x; }, {1, 2}, 5ms);
  harness::settle();
  std::this_thread::sleep_for(10ms);
  CHECK(results.next() == 1, "a result that was there in time, read when the time was over");
  CHECK(results.next() == 2, "a result that was there in time, read when the time was over");
}

SCENARIO(Map, ItsTimeCountsFromTheCall, behaviour,
         "`map(f, range, Timeout = {})` (CPython: from the original call).", .schedules = kFew,
         .judges = Judges::explore_only) {
  ThreadPoolExecutor pool(2);
  Gate gate;
  const auto gated = [&gate](int x) {
    if (x == 2) gate.pass();
    return x;
  };
  {
    Results results = pool.map(gated, {1, 2}, 5ms);
    harness::settle();
    CHECK(results.next() == 1, "a result that was there in time");
    std::this_thread::sleep_for(10ms);
    // Nobody else has a time to wait for, so the clock stands still unless this call waits anew.
    const auto begin = Clock::now();
    CHECK_THROWS(results.next(), TimeoutError, "a result, read when the time was over");
    CHECK(Clock::now() - begin < 5ms, "`map` began its time anew for the next result");
    gate.open();
    harness::settle();
  }
  {
    Results results = pool.map(gated, {2}, 5ms);
    std::this_thread::sleep_for(10ms);
    const auto begin = Clock::now();
    CHECK_THROWS(results.next(), TimeoutError, "a result, read when the time was over");
    CHECK(Clock::now() - begin < 5ms, "`map` began its time when it was first read");
    gate.open();
    harness::settle();
  }
  Results results = pool.map(gated, {2}, Duration::max());
  gate.open();
  CHECK(results.next() == 2, "a result, with the largest timeout");
}

SCENARIO(Map, AClosedPoolTakesNone, behaviour, "`submit` after `shutdown` is a `RuntimeError`.",
         .schedules = kFew) {
  ThreadPoolExecutor pool(1);
  pool.shutdown();
  CHECK_THROWS(pool.map([](int x) { return x; }, {1}), RuntimeError, "`map` after `shutdown`");
}

SCENARIO(Map, DroppingItMeetsItsTasks, interleaving, "Dropping it cancels what has not begun.",
         .schedules = kMany) {
  std::atomic<int> begun = 0;
  ThreadPoolExecutor pool(1);
  static_cast<void>(pool.map([&begun](int) { return ++begun; }, {1, 2}).next());
  pool.shutdown();
  CHECK(begun.load() >= 1, "a result was read, but no task has run");
}

}  // namespace
