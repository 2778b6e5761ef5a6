#include <atomic>
#include <chrono>
#include <cstdint>
#include <stdexcept>
#include <thread>

#include "harness/check.hpp"
#include "harness/gate.hpp"
#include "harness/scenario.hpp"
#include "harness/threads.hpp"
#include "labs/pool/subject.hpp"
#include "threading/errors.hpp"

// Callbacks: once each, whatever they race with; no lock held; their exceptions are theirs.
namespace {

using namespace std::chrono_literals;
using harness::Gate;
using harness::Thread;
using harness::Threads;
using subject::Future;
using subject::ThreadPoolExecutor;

// Schedules: for what shows itself under almost any, and for what has to be sought.
constexpr std::uint32_t kFew = 200;
constexpr std::uint32_t kMany = 4000;

SCENARIO(Callback, TheyAreCalledInTheOrderInWhichTheyCame, behaviour,
         "CPython: added callables are called in the order that they were added.",
         .schedules = kFew) {
  ThreadPoolExecutor pool(1);
  Gate gate;
  const auto future = pool.submit<void>([&gate] { gate.pass(); });
  std::atomic<int> calls = 0;
  for (int i = 1; i <= 3; ++i)
    future.add_done_callback([&calls, i](const Future<void>&) { calls = calls * 10 + i; });
  gate.open();
  harness::settle();
  CHECK_EQ(calls.load(), 123, "the order in which three callbacks were called");
}

SCENARIO(Callback, ItIsGivenItsFuture, behaviour,
         "A callback is called with its future: `std::function<void(Future<R>)>`.",
         .schedules = kFew) {
  ThreadPoolExecutor pool(1);
  Gate gate;
  const Future<int> future = pool.submit<int>([&gate] {
    gate.pass();
    return 3;
  });
  std::atomic<bool> same = false;
  const Future<int>* const expected = &future;
  future.add_done_callback([&same, expected](const Future<int>& given) {
    same = given == *expected && given.done() && given.result(0s) == 3;
  });
  gate.open();
  harness::settle();
  CHECK(same.load(), "a callback was not given its own future, done");
}

SCENARIO(Callback, WhatItThrowsIsSwallowed, behaviour, "What it throws is swallowed.",
         .schedules = kFew) {
  ThreadPoolExecutor pool(1);
  Gate gate;
  const auto future = pool.submit<int>([&gate] {
    gate.pass();
    return 1;
  });
  harness::settle();
  std::atomic<int> calls = 0;
  const auto failing = [&calls](const Future<int>&) {
    ++calls;
    throw 1;
  };
  future.add_done_callback(failing);
  future.add_done_callback(failing);
  const auto cancelled = pool.submit<int>([] { return 2; });
  cancelled.add_done_callback(failing);
  CHECK(cancelled.cancel(), "`cancel` of a task that waits for a worker returned false");
  CHECK_EQ(calls.load(), 1, "callbacks called by `cancel`");
  gate.open();
  harness::settle();
  CHECK_EQ(calls.load(), 3, "callbacks called, of which each throws");
  future.add_done_callback(failing);
  CHECK_EQ(calls.load(), 4, "callbacks called, with one for a future that was done");
  CHECK_EQ(future.result(), 1, "the result of a task whose callbacks threw");
  CHECK_EQ(pool.submit<int>([] { return 5; }).result(), 5, "a later task's result");
}

SCENARIO(Callback, ItMayCallItsFuture, behaviour, "No lock of the future is held meanwhile.",
         .schedules = kFew) {
  ThreadPoolExecutor pool(1);
  Gate gate;
  const auto future = pool.submit<int>([&gate] {
    gate.pass();
    return 1;
  });
  std::atomic<int> calls = 0;
  const auto curious = [&calls](const Future<int>& given) {
    static_cast<void>(given.done() && !given.running() && !given.cancelled() && !given.cancel());
    calls += given.result();
    given.add_done_callback([&calls](const Future<int>&) { calls += 10; });
  };
  future.add_done_callback(curious);
  gate.open();
  harness::settle();
  CHECK_EQ(calls.load(), 11, "what a callback and one that it adds have counted");
  future.add_done_callback(curious);
  CHECK_EQ(calls.load(), 22, "what they count where the future is done already");
}

SCENARIO(Callback, OthersMayUseTheFutureMeanwhile, behaviour,
         "No lock of the future is held meanwhile.", .schedules = kFew) {
  ThreadPoolExecutor pool(1);
  Gate gate;
  const auto future = pool.submit<int>([&gate] {
    gate.pass();
    return 1;
  });
  future.add_done_callback([&gate](const Future<int>&) { gate.pass(); });
  gate.open();
  Threads threads;
  const Thread& other = threads.spawn("other", [&future] {
    CHECK_EQ(future.result(), 1, "the result, while a callback runs");
    CHECK(future.done(), "`result` has returned, but `done` denies the end");
    future.add_done_callback([](const Future<int>&) {});
  });
  CHECK_RETURNED(other, "a callback that runs keeps others from using its future");
  gate.open();
}

SCENARIO(Callback, OthersMayUseACancelledFutureMeanwhile, behaviour,
         "No lock of the future is held meanwhile.", .schedules = kFew) {
  ThreadPoolExecutor pool(1);
  Gate busy;
  Gate gate;
  pool.submit<void>([&busy] { busy.pass(); });
  harness::settle();
  const auto future = pool.submit<int>([] { return 1; });
  Gate told;
  future.add_done_callback([&](const Future<int>&) {
    told.open();
    gate.pass();
  });
  Threads threads;
  const Thread& canceller = threads.spawn("canceller", [&future] { future.cancel(); });
  CHECK_BLOCKED(canceller, "`cancel` returned before its callback did");
  told.pass();
  const Thread& other = threads.spawn("other", [&future] {
    CHECK(future.cancelled(), "`cancel` calls callbacks, but `cancelled` denies it");
    future.add_done_callback([](const Future<int>&) {});
  });
  CHECK_RETURNED(other, "a callback that runs keeps others from using its future");
  gate.open();
  busy.open();
}

SCENARIO(Callback, CancelCallsItBeforeItReturns, behaviour,
         "`bool cancel()`: wakes waiters and runs the callbacks before it returns.",
         .schedules = kFew) {
  ThreadPoolExecutor pool(1);
  Gate gate;
  pool.submit<void>([&gate] { gate.pass(); });
  harness::settle();
  const auto future = pool.submit<int>([] { return 1; });
  int calls = 0;
  future.add_done_callback([&calls](const Future<int>& given) { calls += given.cancelled(); });
  CHECK(future.cancel(), "`cancel` of a task that waits for a worker returned false");
  CHECK_EQ(calls, 1, "callbacks that `cancel` called before it returned");
  future.add_done_callback([&calls](const Future<int>& given) { calls += given.cancelled(); });
  CHECK_EQ(calls, 2, "callbacks called, with one for a future that was cancelled already");
  gate.open();
  pool.shutdown();
  CHECK_EQ(calls, 2, "callbacks called when the pool was shut down");
}

SCENARIO(Callback, ItIsCalledOnceThoughItComesAtTheEnd, interleaving,
         "`add_done_callback`: called exactly once, at once where it is done already.",
         .schedules = kMany) {
  std::atomic<int> calls = 0;
  {
    ThreadPoolExecutor pool(1);
    const auto future = pool.submit<int>([] { return 1; });
    future.add_done_callback([&calls](const Future<int>& given) { calls += given.result(0s); });
  }
  CHECK_EQ(calls.load(), 1, "calls of a callback that was added while the task ended");
}

SCENARIO(Callback, ItIsCalledAtOnceWhereTheResultIsThere, interleaving,
         "`add_done_callback`: called exactly once, at once where it is done already.",
         .schedules = kMany) {
  ThreadPoolExecutor pool(1);
  const auto future = pool.submit<int>([] { return 1; });
  static_cast<void>(future.result());
  int calls = 0;
  future.add_done_callback([&calls](const Future<int>&) { ++calls; });
  CHECK_EQ(calls, 1, "calls of a callback that was added when the result had been seen");
}

SCENARIO(Callback, ItIsCalledOnceThoughItMeetsCancel, interleaving,
         "`add_done_callback`: called exactly once, at once where it is done already.",
         .schedules = kMany) {
  std::atomic<int> calls = 0;
  Gate gate;
  ThreadPoolExecutor pool(1);
  pool.submit<void>([&gate] { gate.pass(); });
  harness::settle();
  const auto future = pool.submit<int>([] { return 1; });
  Threads threads;
  threads.spawn("adder",
                [&] { future.add_done_callback([&calls](const Future<int>&) { ++calls; }); });
  threads.spawn("canceller", [&future] { future.cancel(); });
  threads.join();
  CHECK_EQ(calls.load(), 1, "calls of a callback that was added while `cancel` was called");
  gate.open();
}

SCENARIO(Callback, TwoThatComeAtTheEndAreBothCalled, interleaving,
         "`add_done_callback`: called exactly once, at once where it is done already.",
         .schedules = kMany) {
  std::atomic<int> calls = 0;
  ThreadPoolExecutor pool(1);
  const auto future = pool.submit<int>([] { return 1; });
  Threads threads;
  threads.start_together(
      2, [&](int) { future.add_done_callback([&calls](const Future<int>&) { ++calls; }); });
  threads.join();
  pool.shutdown();
  CHECK_EQ(calls.load(), 2, "calls of two callbacks");
}

SCENARIO(Callback, ItSeesWhatTheTaskWrote, interleaving, "What the task did is seen by a callback.",
         .schedules = kMany) {
  ThreadPoolExecutor pool(1);
  int plain = 0;
  const auto future = pool.submit<void>([&plain] { plain = 1; });
  future.add_done_callback([&plain](const Future<void>&) {
    CHECK_EQ(plain, 1, "what the task wrote, read by its callback");
    plain = 2;
  });
  pool.shutdown();
  CHECK_EQ(plain, 2, "what the callback wrote, read when the pool was shut down");
}

SCENARIO(Callback, ItMaySubmit, interleaving, "A task may submit tasks.", .schedules = kMany) {
  std::atomic<int> ran = 0;
  ThreadPoolExecutor pool(2);
  const auto future = pool.submit<int>([] { return 1; });
  future.add_done_callback([&](const Future<int>&) { pool.submit<int>([&ran] { return ++ran; }); });
  harness::settle();
  pool.shutdown();
  CHECK_EQ(ran.load(), 1, "tasks that ran, of one that a callback submitted");
}

}  // namespace
