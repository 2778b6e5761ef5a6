#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <stdexcept>
#include <vector>

#include "harness/check.hpp"
#include "harness/gate.hpp"
#include "harness/scenario.hpp"
#include "harness/threads.hpp"
#include "labs/pool/subject.hpp"
#include "threading/errors.hpp"

// What a student may read before writing a line: the contract of pool and future, call by call.
namespace {

using namespace std::chrono_literals;
using harness::Gate;
using harness::Thread;
using harness::Threads;
using subject::Future;
using subject::ThreadPoolExecutor;
using threading::BrokenThreadPool;
using threading::CancelledError;
using threading::RuntimeError;
using threading::TimeoutError;
using threading::ValueError;
using Clock = std::chrono::steady_clock;

// Schedules: for what shows itself under almost any, and for what has to be sought.
constexpr std::uint32_t kFew = 200;
constexpr std::uint32_t kMany = 4000;

SCENARIO(Pool, ATasksResultComesBack, behaviour,
         "`const R& result(Timeout = {})`: as often as wanted, valid while a handle lives.",
         .schedules = kFew) {
  ThreadPoolExecutor pool(2);
  const Future<int> future = pool.submit<int>([] { return 7; });
  CHECK_EQ(future.result(), 7, "the task's result");
  CHECK(&future.result() == &future.result(), "two calls of `result` gave two objects");
  CHECK(future.done(), "`result` has returned, but `done` denies the end");
  CHECK(!future.running(), "the task is over, but `running` says that it runs");
  CHECK(!future.cancelled(), "nobody cancelled the task, but `cancelled` says so");
  CHECK(future.exception() == nullptr, "the task threw nothing, but `exception` has something");
}

SCENARIO(Pool, AResultMayBeNothingOrMoveOnly, behaviour, "Move-only R and `void` too.",
         .schedules = kFew) {
  ThreadPoolExecutor pool(1);
  bool ran = false;
  pool.submit<void>([&ran] { ran = true; }).result();
  CHECK(ran, "`result` returned, but the task has not run");
  const auto future = pool.submit<std::unique_ptr<int>>([] { return std::make_unique<int>(9); });
  CHECK_EQ(*future.result(), 9, "the value behind a result that can only be moved");
}

SCENARIO(Pool, ArgumentsAreKeptForTheTask, behaviour,
         "`submit(F, A...)` takes callable and arguments by value; they may be move-only.",
         .schedules = kFew) {
  ThreadPoolExecutor pool(1);
  Gate gate;
  pool.submit<void>([&gate] { gate.pass(); });
  const Future<int> length =
      pool.submit_length("a text that is too long to fit into a string object", 2);
  const auto sum = pool.submit_move_only(std::make_unique<int>(3), std::make_unique<int>(4));
  gate.open();
  CHECK_EQ(length.result(), 102, "twice the length of a text that the task was given");
  CHECK_EQ(sum.result(), 7, "the sum of what the task captured and what it was given");
}

SCENARIO(Pool, AnExceptionIsKeptAndThrownFromResult, behaviour,
         "The task's own exception is thrown from `result`.", .schedules = kFew) {
  ThreadPoolExecutor pool(1);
  const Future<int> future = pool.submit<int>([]() -> int { throw std::out_of_range("far"); });
  for (int i = 0; i < 2; ++i)
    CHECK_THROWS(future.result(), std::out_of_range, "`result` of a task that threw");
  CHECK(future.done(), "a task that threw is done, but `done` denies it");
  CHECK_THROWS(std::rethrow_exception(future.exception()), std::out_of_range,
               "`exception` of a task that threw");
}

SCENARIO(Pool, ResultWaitsNoLongerThanItMay, behaviour, "`TimeoutError` when the time is over.",
         .schedules = kFew) {
  ThreadPoolExecutor pool(1);
  Gate gate;
  const Future<int> future = pool.submit<int>([&gate] {
    gate.pass();
    return 1;
  });
  const auto begin = Clock::now();
  CHECK_THROWS(future.result(5ms), TimeoutError, "`result(5ms)` of a task that goes on");
  CHECK(Clock::now() - begin >= 5ms, "`result(5ms)` gave up before its time was over");
  CHECK_THROWS(future.result(0s), TimeoutError, "`result(0)` of a task that goes on");
  CHECK_THROWS(future.exception(1ms), TimeoutError, "`exception(1ms)` of a task that goes on");
  gate.open();
  CHECK_EQ(future.result(), 1, "the result, after the time was over once");
}

SCENARIO(Pool, OnlyWhatHasNotBegunCanBeCancelled, behaviour,
         "`bool cancel()`: only before it runs. `CancelledError` where it was cancelled.",
         .schedules = kFew) {
  ThreadPoolExecutor pool(1);
  Gate begun;
  Gate gate;
  const auto running = pool.submit<void>([&] {
    begun.open();
    gate.pass();
  });
  begun.pass();
  const auto pending = pool.submit<int>([]() -> int { throw std::logic_error("it ran"); });
  CHECK(running.running(), "a task is under way, but `running` denies it");
  CHECK(!running.cancel(), "`cancel` of a running task returned true");
  CHECK(pending.cancel(), "`cancel` of a task that waits for a worker returned false");
  CHECK(pending.cancelled() && pending.done(), "a cancelled future is not cancelled and done");
  CHECK_THROWS(pending.result(), CancelledError, "`result` of a cancelled future");
  CHECK_THROWS(pending.exception(), CancelledError, "`exception` of a cancelled future");
  gate.open();
  running.result();
  CHECK(!running.cancel(), "`cancel` of a finished task returned true");
}

SCENARIO(Pool, ACallbackIsCalledWhenItIsDone, behaviour,
         "`add_done_callback`: called exactly once, at once where it is done already.",
         .schedules = kFew) {
  ThreadPoolExecutor pool(1);
  Gate gate;
  const Future<int> future = pool.submit<int>([&gate] {
    gate.pass();
    return 5;
  });
  std::atomic<int> calls = 0;
  future.add_done_callback([&calls](const Future<int>& done) { calls += done.result(); });
  harness::settle();
  CHECK_EQ(calls.load(), 0, "calls of a callback before the future was done");
  gate.open();
  harness::settle();
  CHECK_EQ(calls.load(), 5, "what one call of the callback adds");
  future.add_done_callback([&calls](const Future<int>& done) { calls += done.result(); });
  CHECK_EQ(calls.load(), 10, "what a callback adds that came when the future was done");
}

SCENARIO(Pool, WorkersAreStartedWhenTheyAreNeeded, behaviour,
         "A worker is started only when a task arrives and none is idle, up to `max_workers`.",
         .schedules = kFew) {
  std::atomic<int> started = 0;
  Gate gate;
  ThreadPoolExecutor pool(2, [&started] { ++started; });
  harness::settle();
  CHECK_EQ(started.load(), 0, "workers of a pool without tasks");
  for (int expected : {1, 2, 2}) {
    pool.submit<void>([&gate] { gate.pass(); });
    harness::settle();
    CHECK_EQ(started.load(), expected, "workers after another task that is not over");
  }
  gate.open(3);
}

SCENARIO(Pool, AnInitializerThatThrowsBreaksIt, behaviour,
         "Its pending futures and later `submit`s get `BrokenThreadPool`.", .schedules = kFew) {
  Gate gate;
  ThreadPoolExecutor pool(1, [&gate] {
    gate.pass();
    throw std::runtime_error("no");
  });
  const Future<int> first = pool.submit<int>([] { return 1; });
  const Future<int> second = pool.submit<int>([] { return 2; });
  gate.open();
  CHECK_THROWS(first.result(), BrokenThreadPool, "`result` where the initializer threw");
  CHECK_THROWS(second.result(), BrokenThreadPool, "`result` where the initializer threw");
  CHECK_THROWS(pool.submit<int>([] { return 3; }), BrokenThreadPool, "`submit` to a broken pool");
}

SCENARIO(Pool, ItNeedsAWorker, behaviour, "`max_workers` 0: `ValueError`.", .schedules = kFew) {
  CHECK_THROWS(ThreadPoolExecutor(0), ValueError, "a pool of no workers");
}

SCENARIO(Pool, ItsDestructorRunsWhatWasAccepted, behaviour,
         "Tasks already accepted run. The destructor is `shutdown()`.", .schedules = kFew) {
  std::atomic<int> ran = 0;
  {
    ThreadPoolExecutor pool(1);
    for (int i = 0; i < 3; ++i)
      pool.submit<void>([&ran] { ++ran; });
  }
  CHECK_EQ(ran.load(), 3, "tasks that ran, of three that were accepted");
}

SCENARIO(Pool, AfterShutdownItTakesNoTask, behaviour,
         "`submit` after `shutdown` is a `RuntimeError`.", .schedules = kFew) {
  ThreadPoolExecutor pool(1);
  pool.submit<int>([] { return 1; });
  pool.shutdown();
  CHECK_THROWS(pool.submit<int>([] { return 1; }), RuntimeError, "`submit` after `shutdown`");
  pool.shutdown();
}

SCENARIO(Pool, AWorkerCannotWaitForItsOwnEnd, behaviour,
         "A waiting `shutdown` from one of the pool's own workers is a `RuntimeError`.",
         .schedules = kFew) {
  ThreadPoolExecutor pool(1);
  const auto suicide = pool.submit<void>([&pool] { pool.shutdown(); });
  CHECK_THROWS(suicide.result(), RuntimeError, "a waiting `shutdown` by a worker");
  CHECK_EQ(pool.submit<int>([] { return 4; }).result(), 4, "a task after a `shutdown` that threw");
}

SCENARIO(Pool, WaitTellsWhatIsDone, behaviour,
         "`wait(futures, …)` gives `{ done, not_done }`, a future given twice only once.",
         .schedules = kFew) {
  ThreadPoolExecutor pool(2);
  Gate gate;
  const Future<int> first = pool.submit<int>([] { return 1; });
  const Future<int> second = pool.submit<int>([&gate] {
    gate.pass();
    return 2;
  });
  const auto some =
      subject::wait<int>({first, second, first}, {}, subject::ReturnWhen::first_completed);
  CHECK(some.done == std::vector{first}, "`done` is not the future that is done, once");
  CHECK(some.not_done == std::vector{second}, "`not_done` is not the future that is not done");
  CHECK_EQ(subject::wait<int>({first, second}, 5ms).done.size(), 1U, "done within the time");
  gate.open();
  CHECK_EQ(subject::wait<int>({first, second}).done.size(), 2U, "done when all are");
}

SCENARIO(Pool, AsCompletedYieldsInOrderOfCompletion, behaviour,
         "Each future once: those done already first, then in order of completion.",
         .schedules = kFew) {
  ThreadPoolExecutor pool(2);
  Gate gates[2];
  std::vector<Future<int>> futures;
  for (Gate& gate : gates)
    futures.push_back(pool.submit<int>([&gate] {
      gate.pass();
      return 0;
    }));
  futures.push_back(futures.front());
  auto completions = subject::as_completed(futures);
  gates[1].open();
  CHECK(completions.next() == futures[1], "the first that `as_completed` yields");
  gates[0].open();
  CHECK(completions.next() == futures[0], "the second that `as_completed` yields");
  CHECK(!completions.next(), "`as_completed` yields more futures than it was given");
}

SCENARIO(Pool, MapYieldsInTheInputsOrder, behaviour,
         "`map`: an input range of results in the inputs' order.", .schedules = kFew) {
  ThreadPoolExecutor pool(2);
  auto squares = pool.map([](int x) { return x * x; }, {1, 2, 3});
  for (int expected : {1, 4, 9}) {
    const auto square = squares.next();
    CHECK(square && *square == expected, "`map` yields other results than its inputs'");
  }
  CHECK(!squares.next(), "`map` yields more results than it was given inputs");
}

SCENARIO(Pool, WhatWasWrittenBeforeIsSeenAfter, interleaving,
         "What precedes `submit` the task sees, and what the task did is seen after `result`.",
         .schedules = kMany) {
  ThreadPoolExecutor pool(1);
  int plain = 1;
  const auto future = pool.submit<void>([&plain] {
    CHECK_EQ(plain, 1, "what was written before `submit`, read by the task");
    plain = 2;
  });
  future.result();
  CHECK_EQ(plain, 2, "what the task wrote, read after `result`");
}

}  // namespace
