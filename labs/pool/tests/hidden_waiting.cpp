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

// `wait`: what it counts, when it returns, and what it leaves behind.
namespace {

using namespace std::chrono_literals;
using harness::Gate;
using harness::Judges;
using harness::Thread;
using harness::Threads;
using subject::Future;
using subject::ReturnWhen;
using subject::ThreadPoolExecutor;
using subject::Waited;
using threading::Duration;
using threading::ValueError;

// Schedules: for what shows itself under almost any, and for what has to be sought.
constexpr std::uint32_t kFew = 200;
constexpr std::uint32_t kMany = 4000;

// Two tasks on two workers, each of which ends when its gate opens: with its number, or, where
// it is told so, with an exception.
struct TwoTasks {
  TwoTasks() {
    for (int i = 0; i < 2; ++i)
      futures.push_back(pool.submit<int>([this, i] {
        gates[i].pass();
        if (fails[i]) throw i;
        return i;
      }));
  }
  ~TwoTasks() {
    gates[0].open();
    gates[1].open();
  }
  Gate gates[2];
  bool fails[2] = {false, false};
  std::vector<Future<int>> futures;
  ThreadPoolExecutor pool{2};
};

SCENARIO(Wait, ItReturnsWhenAllAreDone, behaviour,
         "`AllCompleted`: returns when every future is done.", .schedules = kFew) {
  TwoTasks tasks;
  Threads threads;
  const Thread& waiter = threads.spawn("waiter", [&tasks] {
    const auto waited = subject::wait(tasks.futures);
    CHECK_EQ(waited.done.size(), 2U, "futures in `done`");
    CHECK_EQ(waited.not_done.size(), 0U, "futures in `not_done`");
  });
  CHECK_BLOCKED(waiter, "`wait` for all returned although none is done");
  tasks.gates[1].open();
  CHECK_BLOCKED(waiter, "`wait` for all returned although one is not done");
  tasks.gates[0].open();
  CHECK_RETURNED(waiter, "`wait` for all sleeps on although all are done");
}

SCENARIO(Wait, ItReturnsWhenTheFirstIsDone, behaviour,
         "`FirstCompleted`: returns when any future is done.", .schedules = kFew) {
  TwoTasks tasks;
  Threads threads;
  const Thread& waiter = threads.spawn("waiter", [&tasks] {
    const auto waited = subject::wait(tasks.futures, {}, ReturnWhen::first_completed);
    CHECK(waited.done == std::vector{tasks.futures[1]}, "`done` is not the one that is done");
    CHECK(waited.not_done == std::vector{tasks.futures[0]}, "`not_done` is not the other one");
  });
  CHECK_BLOCKED(waiter, "`wait` for the first returned although none is done");
  tasks.gates[1].open();
  CHECK_RETURNED(waiter, "`wait` for the first sleeps on although one is done");
}

SCENARIO(Wait, ItReturnsAtTheFirstException, behaviour,
         "`FirstException`: returns when any future ends by an exception.", .schedules = kFew) {
  TwoTasks tasks;
  tasks.fails[1] = true;
  Threads threads;
  const Thread& waiter = threads.spawn("waiter", [&tasks] {
    const auto waited = subject::wait(tasks.futures, {}, ReturnWhen::first_exception);
    CHECK(waited.done == std::vector{tasks.futures[1]}, "`done` is not the one that threw");
  });
  CHECK_BLOCKED(waiter, "`wait` for an exception returned although none was thrown");
  tasks.gates[1].open();
  CHECK_RETURNED(waiter, "`wait` for an exception sleeps on although one was thrown");
}

SCENARIO(Wait, WithoutAnExceptionItReturnsWhenAllAreDone, behaviour,
         "CPython: if no future raises an exception, FirstException equals AllCompleted.",
         .schedules = kFew) {
  TwoTasks tasks;
  Threads threads;
  const Thread& waiter = threads.spawn("waiter", [&tasks] {
    const auto waited = subject::wait(tasks.futures, {}, ReturnWhen::first_exception);
    CHECK_EQ(waited.done.size(), 2U, "futures in `done`");
  });
  tasks.gates[0].open();
  CHECK_BLOCKED(waiter, "`wait` for an exception returned although none was thrown");
  tasks.gates[1].open();
  CHECK_RETURNED(waiter, "`wait` for an exception sleeps on although all are done");
}

SCENARIO(Wait, ItSeesWhatWasDoneBefore, behaviour, "`wait(futures, …)` gives `{ done, not_done }`.",
         .schedules = kFew) {
  TwoTasks tasks;
  tasks.fails[0] = true;
  tasks.gates[0].open();
  static_cast<void>(tasks.futures[0].exception());
  for (const ReturnWhen when : {ReturnWhen::first_completed, ReturnWhen::first_exception}) {
    const auto waited = subject::wait(tasks.futures, {}, when);
    CHECK(waited.done == std::vector{tasks.futures[0]}, "`done` is not what was done before");
    CHECK(waited.not_done == std::vector{tasks.futures[1]}, "`not_done` is not the other one");
  }
  tasks.gates[1].open();
  static_cast<void>(tasks.futures[1].result());
  for (const ReturnWhen when : {ReturnWhen::first_completed, ReturnWhen::first_exception}) {
    const auto waited = subject::wait(tasks.futures, {}, when);
    CHECK_EQ(waited.done.size(), 2U, "futures in `done`, of two that were done before");
  }
}

SCENARIO(Wait, ACancelledFutureIsDoneAndNoException, behaviour, "Cancelled counts as done.",
         .schedules = kFew) {
  Gate gate;
  ThreadPoolExecutor pool(1);
  const Future<int> busy = pool.submit<int>([&gate] {
    gate.pass();
    return 1;
  });
  harness::settle();
  const Future<int> cancelled = pool.submit<int>([] { return 2; });
  Threads threads;
  const Thread& first = threads.spawn("first completed", [&] {
    const auto waited = subject::wait<int>({busy, cancelled}, {}, ReturnWhen::first_completed);
    CHECK(waited.done == std::vector{cancelled}, "`done` is not the cancelled future");
  });
  const Thread& exception = threads.spawn("first exception", [&] {
    const auto waited = subject::wait<int>({busy, cancelled}, {}, ReturnWhen::first_exception);
    CHECK_EQ(waited.done.size(), 2U, "futures in `done`");
  });
  const Thread& all = threads.spawn("all completed", [&] { subject::wait<int>({cancelled}); });
  CHECK_BLOCKED(first, "`wait` for the first returned although none is done");
  CHECK_BLOCKED(all, "`wait` for all returned although none is done");
  CHECK(cancelled.cancel(), "`cancel` of a task that waits for a worker returned false");
  CHECK_RETURNED(first, "`wait` for the first sleeps on although one was cancelled");
  CHECK_RETURNED(all, "`wait` for all sleeps on although all were cancelled");
  CHECK_BLOCKED(exception, "`wait` for an exception took a cancelled future for one");
  gate.open();
}

SCENARIO(Wait, OneGivenTwiceCountsOnce, behaviour, "A future given twice only once.",
         .schedules = kFew) {
  TwoTasks tasks;
  tasks.gates[0].open();
  static_cast<void>(tasks.futures[0].result());
  const auto& [done, other] = std::pair(tasks.futures[0], tasks.futures[1]);
  const auto some = subject::wait<int>({done, other, done, other}, 0s);
  CHECK(some.done == std::vector{done}, "`done` is not the future that is done, once");
  CHECK(some.not_done == std::vector{other}, "`not_done` is not the other one, once");
  Threads threads;
  const Thread& waiter = threads.spawn("waiter", [other = other] {
    CHECK_EQ(subject::wait<int>({other, other}).done.size(), 1U, "futures in `done`");
  });
  CHECK_BLOCKED(waiter, "`wait` returned although its future is not done");
  tasks.gates[1].open();
  CHECK_RETURNED(waiter, "`wait` sleeps on although its future, given twice, is done");
}

SCENARIO(Wait, NothingIsDoneAtOnce, behaviour, "`wait(futures, …)` gives `{ done, not_done }`.",
         .schedules = kFew) {
  const auto waited = subject::wait<int>({});
  CHECK(waited.done.empty() && waited.not_done.empty(), "`wait` for nothing found something");
}

SCENARIO(Wait, ItsTimeIsOverAtTheDeadline, behaviour,
         "`wait(futures, Timeout = {}, …)` gives `{ done, not_done }`.", .schedules = kFew) {
  TwoTasks tasks;
  tasks.gates[0].open();
  static_cast<void>(tasks.futures[0].result());
  for (const Duration timeout : {Duration(5ms), Duration(0)}) {
    const auto begin = std::chrono::steady_clock::now();
    const auto waited = subject::wait(tasks.futures, timeout);
    CHECK(std::chrono::steady_clock::now() - begin >= timeout, "`wait` gave up before its time");
    CHECK(waited.done == std::vector{tasks.futures[0]}, "`done` is not the one that is done");
    CHECK(waited.not_done == std::vector{tasks.futures[1]}, "`not_done` is not the other one");
  }
}

// (The specification leaves room for refusing it.)
SCENARIO(Wait, ANegativeTimeDoesNotWait, behaviour,
         "A negative timeout is a `ValueError` only in Lock, RLock and Queue; elsewhere it polls.",
         .schedules = kFew) {
  TwoTasks tasks;
  tasks.gates[0].open();
  static_cast<void>(tasks.futures[0].result());
  try {
    const auto waited = subject::wait(tasks.futures, -1s);
    CHECK(waited.done == std::vector{tasks.futures[0]}, "`done` is not the one that is done");
    CHECK(waited.not_done == std::vector{tasks.futures[1]}, "`not_done` is not the other one");
  } catch (const ValueError&) {
    return;
  }
}

SCENARIO(Wait, ItsTimeBoundsTheWholeCall, behaviour, "The timeout of `wait` bounds the whole call.",
         .schedules = kFew) {
  TwoTasks tasks;
  Threads threads;
  const Thread& waiter = threads.spawn("waiter", [&tasks] { subject::wait(tasks.futures, 10ms); });
  harness::settle();
  std::this_thread::sleep_for(7ms);
  tasks.gates[0].open();
  harness::settle();  // what is left of its time begins when it blocks
  std::this_thread::sleep_for(7ms);
  CHECK_RETURNED(waiter, "`wait` began its time anew when one of two was done");
}

SCENARIO(Wait, TheLargestTimeoutIsLegal, behaviour, "Any timeout is legal up to the largest.",
         .schedules = kFew) {
  TwoTasks tasks;
  Threads threads;
  const Thread& waiter = threads.spawn("waiter", [&tasks] {
    CHECK_EQ(subject::wait(tasks.futures, Duration::max()).done.size(), 2U, "futures in `done`");
  });
  CHECK_BLOCKED(waiter, "`wait` with the largest timeout did not wait");
  tasks.gates[0].open();
  tasks.gates[1].open();
  CHECK_RETURNED(waiter, "`wait` sleeps on although all are done");
}

SCENARIO(Wait, ItWaitsForTwoPools, behaviour, "`wait(futures, …)` gives `{ done, not_done }`.",
         .schedules = kFew) {
  ThreadPoolExecutor one(1);
  ThreadPoolExecutor other(1);
  const auto waited =
      subject::wait<int>({one.submit<int>([] { return 1; }), other.submit<int>([] { return 2; })});
  CHECK_EQ(waited.done.size(), 2U, "futures in `done`, of two pools");
}

SCENARIO(Wait, WhoWaitsSleeps, behaviour,
         "Every blocking call blocks: no spinning without bound, no sleeping and polling.",
         .weight = 0.5, .schedules = 50, .judges = Judges::explore_only) {
  TwoTasks tasks;
  Threads threads;
  const Thread& waiter = threads.spawn("waiter", [&tasks] { subject::wait(tasks.futures); });
  const Thread& timed = threads.spawn(
      "timed waiter", [&tasks] { subject::wait(tasks.futures, 1h, ReturnWhen::first_completed); });
  CHECK_BLOCKED(waiter, "`wait` returned although none is done");
  CHECK_BLOCKED(timed, "`wait` returned although none is done");
  CHECK_OTHERS_SLEEP("a thread in `wait` polls instead of sleeping");
  tasks.gates[0].open();
  tasks.gates[1].open();
}

SCENARIO(Wait, ItMissesNoEnd, interleaving, "`AllCompleted`; cancelled counts as done.",
         .schedules = kMany) {
  ThreadPoolExecutor pool(2);
  int plain[2] = {};
  std::vector<Future<int>> futures;
  for (int& each : plain)
    futures.push_back(pool.submit<int>([&each] { return each = 1; }));
  CHECK_EQ(subject::wait(futures).done.size(), 2U, "futures in `done`");
  CHECK_EQ(plain[0] + plain[1], 2, "what two tasks wrote, read after `wait`");
}

SCENARIO(Wait, ItMissesNoCancel, interleaving, "Cancelled counts as done.", .schedules = kMany) {
  Gate gate;
  ThreadPoolExecutor pool(1);
  pool.submit<void>([&gate] { gate.pass(); });
  const auto future = pool.submit<int>([] { return 1; });
  Threads threads;
  threads.spawn("canceller", [&future] { future.cancel(); });
  CHECK_EQ(subject::wait<int>({future}).done.size(), 1U, "futures in `done`");
  gate.open();
}

// A wait that is over has nothing to do with its futures any more; they may get done at any time.
SCENARIO(Wait, OnceItIsOverItIsForgotten, interleaving,
         "`wait(futures, Timeout = {}, …)`: a wait that timed out leaves nothing behind.",
         .schedules = kMany) {
  ThreadPoolExecutor pool(1);
  const auto future = pool.submit<int>([] { return 1; });
  const Waited<int> waited = subject::wait<int>({future}, 1ms);
  CHECK_EQ(waited.done.size() + waited.not_done.size(), 1U, "futures in `done` and `not_done`");
  CHECK_EQ(future.result(), 1, "the result, after a `wait` that may have timed out");
}

SCENARIO(Wait, WhatItDidNotWaitForMayEndLater, interleaving,
         "`FirstCompleted`: returns when any future is done.", .schedules = kMany) {
  ThreadPoolExecutor pool(2);
  const std::vector<Future<int>> futures = {pool.submit<int>([] { return 1; }),
                                            pool.submit<int>([] { return 2; })};
  const auto waited = subject::wait(futures, {}, ReturnWhen::first_completed);
  CHECK(!waited.done.empty(), "`wait` for the first returned none");
  for (const auto& future : waited.done)
    CHECK(future.done(), "a future in `done` is not done");
  CHECK_EQ(waited.done.size() + waited.not_done.size(), 2U, "futures in `done` and `not_done`");
}

SCENARIO(Wait, TwoMayWaitForTheSame, interleaving,
         "`AllCompleted`: returns when every future is done.", .schedules = kMany) {
  ThreadPoolExecutor pool(1);
  const auto future = pool.submit<int>([] { return 1; });
  Threads threads;
  threads.start_together(2, [&future](int) {
    CHECK_EQ(subject::wait<int>({future}).done.size(), 1U, "futures in `done`");
  });
}

}  // namespace
