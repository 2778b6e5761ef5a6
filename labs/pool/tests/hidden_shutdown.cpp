#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
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

// The end of a pool, also of one that an initializer broke.
namespace {

using namespace std::chrono_literals;
using harness::Gate;
using harness::Judges;
using harness::Thread;
using harness::Threads;
using subject::Future;
using subject::ThreadPoolExecutor;
using threading::BrokenThreadPool;
using threading::CancelledError;
using threading::RuntimeError;

// Schedules: for what shows itself under almost any, and for what has to be sought.
constexpr std::uint32_t kFew = 200;
constexpr std::uint32_t kMany = 4000;

// ---- shutdown() ----

SCENARIO(Shutdown, ItWaitsForEveryTask, behaviour, "Tasks already accepted run.",
         .schedules = kFew) {
  ThreadPoolExecutor pool(1);
  Gate gate;
  const auto running = pool.submit<void>([&gate] { gate.pass(); });
  const auto pending = pool.submit<void>([&gate] { gate.pass(); });
  Threads threads;
  const Thread& closer = threads.spawn("closer", [&pool] { pool.shutdown(); });
  CHECK_BLOCKED(closer, "`shutdown` returned while a task was running");
  gate.open();
  CHECK_BLOCKED(closer, "`shutdown` returned before a task that was accepted had run");
  gate.open();
  CHECK_RETURNED(closer, "`shutdown` still waits although every task is over");
  threads.join();
  CHECK(running.done() && pending.done(), "`shutdown` has returned, but a future is not done");
  CHECK(!pending.cancelled(), "`shutdown()` cancelled a task that it should have run");
}

SCENARIO(Shutdown, WhoWaitsForItSleeps, behaviour,
         "Every blocking call blocks: no spinning without bound, no sleeping and polling.",
         .weight = 0.5, .schedules = 50, .judges = Judges::explore_only) {
  ThreadPoolExecutor pool(1);
  Gate gate;
  pool.submit<void>([&gate] { gate.pass(); });
  Threads threads;
  const Thread& closer = threads.spawn("closer", [&pool] { pool.shutdown(); });
  CHECK_BLOCKED(closer, "`shutdown` returned while a task was running");
  CHECK_OTHERS_SLEEP("a thread that waits in `shutdown` polls instead of sleeping");
  gate.open();
}

SCENARIO(Shutdown, WithoutWaitingItReturnsAtOnce, behaviour,
         "`void shutdown(bool wait = true, …)`; tasks already accepted run.", .schedules = kFew) {
  Gate gate;
  std::atomic<int> ran = 0;
  auto pool = std::make_unique<ThreadPoolExecutor>(1);
  for (int i = 0; i < 2; ++i)
    pool->submit<void>([&] {
      gate.pass();
      ++ran;
    });
  pool->shutdown(false);
  CHECK_THROWS(pool->submit<int>([] { return 1; }), RuntimeError, "`submit` after `shutdown`");
  Threads threads;
  const Thread& destroyer = threads.spawn("destroyer", [&pool] { pool.reset(); });
  CHECK_BLOCKED(destroyer, "the destructor, which is `shutdown()`, did not wait for the tasks");
  gate.open(2);
  threads.join();
  CHECK_EQ(ran.load(), 2, "tasks that ran, of two that were accepted before `shutdown(false)`");
}

SCENARIO(Shutdown, ItCancelsWhatHasNotBegun, behaviour,
         "`shutdown(wait, cancel_futures)`; `cancel` wakes waiters and runs the callbacks.",
         .schedules = kFew) {
  Gate gate;
  ThreadPoolExecutor pool(1);
  const Future<int> running = pool.submit<int>([&gate] {
    gate.pass();
    return 1;
  });
  harness::settle();
  const Future<int> pending = pool.submit<int>([]() -> int { throw 1; });
  std::atomic<int> calls = 0;
  pending.add_done_callback([&calls](const Future<int>& given) { calls += given.cancelled(); });
  Threads threads;
  const Thread& waiter = threads.spawn("waiter", [&pending] {
    CHECK_THROWS(pending.result(), CancelledError, "`result` of a future that gets cancelled");
  });
  CHECK_BLOCKED(waiter, "`result` returned before the task was over");
  pool.shutdown(false, true);
  CHECK_RETURNED(waiter, "`result` sleeps on although the future was cancelled");
  CHECK_EQ(calls.load(), 1, "calls of a cancelled future's callback");
  CHECK(!running.done(), "`shutdown` ended a task that was running");
  gate.open();
  CHECK_EQ(running.result(), 1,
           "the result of a task that was running when the pool was shut down");
}

SCENARIO(Shutdown, WhatItCancelsStaysCancelled, behaviour,
         "`CancelledError` where it was cancelled.", .schedules = kFew) {
  std::optional<Future<int>> pending;
  std::atomic<int> calls = 0;
  {
    Gate gate;
    ThreadPoolExecutor pool(1);
    pool.submit<void>([&gate] { gate.pass(); });
    harness::settle();
    pending = pool.submit<int>([] { return 1; });
    pending->add_done_callback([&calls](const Future<int>&) { ++calls; });
    Threads threads;
    const Thread& closer = threads.spawn("closer", [&pool] { pool.shutdown(true, true); });
    CHECK_BLOCKED(closer, "`shutdown(true, true)` returned while a task was running");
    CHECK_EQ(calls.load(), 1, "calls of a cancelled future's callback, while `shutdown` waits");
    gate.open();
  }
  CHECK_THROWS(pending->result(), CancelledError, "`result` of a cancelled future");
}

SCENARIO(Shutdown, TwiceIsAsGoodAsOnce, behaviour, "The destructor is `shutdown()`.",
         .schedules = kFew) {
  Gate gate;
  ThreadPoolExecutor pool(1);
  const Future<int> running = pool.submit<int>([&gate] {
    gate.pass();
    return 1;
  });
  harness::settle();
  const Future<int> pending = pool.submit<int>([] { return 2; });
  pool.shutdown(false);
  pool.shutdown(false, true);
  CHECK(pending.cancelled(), "a second `shutdown`, which cancels, did not");
  Threads threads;
  const Thread& closer = threads.spawn("closer", [&pool] { pool.shutdown(); });
  CHECK_BLOCKED(closer, "a second `shutdown`, which waits, returned while a task was running");
  gate.open();
  threads.join();
  pool.shutdown(true);
  CHECK_EQ(running.result(), 1,
           "the result of a task that was running when the pool was shut down");
}

SCENARIO(Shutdown, TwoThreadsMayWaitForIt, interleaving,
         "Any thread may call `shutdown`, and waits for every task.", .schedules = kMany) {
  std::atomic<int> ran = 0;
  ThreadPoolExecutor pool(1);
  pool.submit<int>([&ran] { return ++ran; });
  Threads threads;
  threads.start_together(2, [&](int) {
    pool.shutdown();
    CHECK_EQ(ran.load(), 1, "tasks that ran, of one that was accepted, after `shutdown`");
  });
}

SCENARIO(Shutdown, SubmitMeetsIt, interleaving,
         "Tasks already accepted run. `submit` after `shutdown` is a `RuntimeError`.",
         .schedules = kMany) {
  std::atomic<int> ran = 0;
  ThreadPoolExecutor pool(1);
  std::optional<Future<int>> accepted;
  Threads threads;
  threads.spawn("submitter", [&] {
    try {
      accepted = pool.submit<int>([&ran] { return ++ran; });
    } catch (const RuntimeError&) {
      return;
    }
    CHECK_EQ(accepted->result(), 1, "the result of a task that was accepted");
  });
  pool.shutdown();
  const int after_shutdown = ran.load();
  threads.join();
  CHECK_EQ(ran.load(), accepted ? 1 : 0, "tasks that ran");
  CHECK_EQ(ran.load(), after_shutdown, "tasks that ran by the time when `shutdown` returned");
}

SCENARIO(Shutdown, ATaskThatSubmitsMeetsIt, interleaving,
         "Tasks already accepted run. `submit` after `shutdown` is a `RuntimeError`.",
         .schedules = kMany) {
  std::atomic<int> accepted = 0;
  std::atomic<int> ran = 0;
  {
    ThreadPoolExecutor pool(1);
    pool.submit<void>([&] {
      pool.submit<int>([&ran] { return ++ran; });
      ++accepted;
    });
  }
  CHECK_EQ(ran.load(), accepted.load(), "tasks that ran, of those that a task submitted");
}

SCENARIO(Shutdown, AnIdleWorkerHearsOfIt, interleaving, "The destructor is `shutdown()`.",
         .schedules = kMany) {
  for (std::size_t workers : {1U, 2U}) {
    ThreadPoolExecutor pool(workers);
    static_cast<void>(pool.submit<int>([] { return 1; }).result());
  }
}

SCENARIO(Shutdown, AllIdleWorkersHearOfIt, behaviour, "The destructor is `shutdown()`.",
         .schedules = kFew) {
  ThreadPoolExecutor pool(2);
  Gate gate;
  for (int i = 0; i < 2; ++i)
    pool.submit<void>([&gate] { gate.pass(); });
  harness::settle();
  gate.open(2);
  harness::settle();
  Threads threads;
  const Thread& closer = threads.spawn("closer", [&pool] { pool.shutdown(); });
  CHECK_RETURNED(closer, "`shutdown` waits for workers that have nothing to do");
}

SCENARIO(Shutdown, AnUnusedPoolCanGo, behaviour, "The destructor is `shutdown()`.",
         .schedules = kFew) {
  const ThreadPoolExecutor unused(2);
  ThreadPoolExecutor closed(2);
  closed.shutdown(true, true);
  closed.shutdown();
}

SCENARIO(Shutdown, AWorkerMayCloseItsPoolWithoutWaiting, behaviour,
         "A waiting `shutdown` from one of the pool's own workers is a `RuntimeError`.",
         .schedules = kFew) {
  ThreadPoolExecutor pool(1);
  const auto closing = pool.submit<void>([&pool] { pool.shutdown(false); });
  CHECK(closing.exception() == nullptr, "`shutdown(false)` by a worker threw");
  CHECK_THROWS(pool.submit<int>([] { return 1; }), RuntimeError, "`submit` after `shutdown`");
}

SCENARIO(Shutdown, WhereItThrowsItChangesNothing, behaviour, "A call that throws changes nothing.",
         .schedules = kFew) {
  Gate gate;
  ThreadPoolExecutor pool(1);
  const auto closing = pool.submit<void>([&] {
    gate.pass();
    pool.shutdown(true, true);
  });
  const auto pending = pool.submit<int>([] { return 2; });
  gate.open();
  CHECK_THROWS(closing.result(), RuntimeError, "a waiting `shutdown` by a worker");
  CHECK_EQ(pending.result(), 2, "the result of a task that waited meanwhile");
  CHECK_EQ(pool.submit<int>([] { return 3; }).result(), 3, "a later task's result");
}

SCENARIO(Shutdown, WhatTasksWroteIsSeenAfterIt, interleaving,
         "What the tasks did is seen after `shutdown`.", .schedules = kMany) {
  int plain[2] = {};
  {
    ThreadPoolExecutor pool(2);
    for (int& each : plain)
      pool.submit<void>([&each] { each = 1; });
  }
  CHECK_EQ(plain[0] + plain[1], 2, "what two tasks wrote, read after the destructor");
}

// ---- Broken ones ----

SCENARIO(Broken, ItsFuturesTellEverybody, behaviour,
         "An initializer that throws breaks the pool: its pending futures get `BrokenThreadPool`.",
         .schedules = kFew) {
  Gate gate;
  std::atomic<int> ran = 0;
  std::atomic<int> calls = 0;
  ThreadPoolExecutor pool(1, [&gate] {
    gate.pass();
    throw 1;
  });
  pool.submit<int>([&ran] { return ++ran; });
  const auto future = pool.submit<int>([&ran] { return ++ran; });
  future.add_done_callback([&calls](const Future<int>&) { ++calls; });
  const auto cancelled = pool.submit<int>([&ran] { return ++ran; });
  CHECK(cancelled.cancel(), "`cancel` of a task that waits for a worker returned false");
  Threads threads;
  const Thread& waiter = threads.spawn("waiter", [&future] {
    CHECK_THROWS(future.result(), BrokenThreadPool, "`result` where the initializer threw");
  });
  CHECK_BLOCKED(waiter, "`result` returned before the initializer did");
  gate.open();
  CHECK_RETURNED(waiter, "`result` sleeps on although the pool is broken");
  threads.join();
  CHECK_EQ(calls.load(), 1, "calls of the callback of a future whose pool broke");
  CHECK(cancelled.cancelled(), "a cancelled future is no longer cancelled when the pool breaks");
  CHECK(future.done() && !future.cancelled(), "a future whose pool broke is done, not cancelled");
  CHECK_THROWS(pool.submit<int>([] { return 1; }), BrokenThreadPool, "`submit` to a broken pool");
  pool.shutdown();
  CHECK_EQ(ran.load(), 0, "tasks that ran although no worker could be initialized");
}

SCENARIO(Broken, ATaskThatRunsGoesOn, behaviour,
         "An initializer that throws breaks the pool: its pending futures get `BrokenThreadPool`.",
         .schedules = kFew) {
  Gate gate;
  Gate second;
  std::atomic<int> started = 0;
  ThreadPoolExecutor pool(2, [&] {
    if (++started == 1) return;
    second.pass();
    throw 1;
  });
  const Future<int> running = pool.submit<int>([&gate] {
    gate.pass();
    return 1;
  });
  harness::settle();
  const Future<int> pending = pool.submit<int>([] { return 2; });
  harness::settle();
  second.open();
  CHECK_THROWS(pending.result(), BrokenThreadPool, "`result` of a task that waited");
  CHECK_THROWS(pool.submit<int>([] { return 3; }), BrokenThreadPool, "`submit` to a broken pool");
  gate.open();
  CHECK_EQ(running.result(), 1, "the result of a task that was running when the pool broke");
}

SCENARIO(Broken, NobodyWaitsForEver, interleaving,
         "Its pending futures and later `submit`s get `BrokenThreadPool`.", .schedules = kMany) {
  ThreadPoolExecutor pool(1, [] { throw 1; });
  for (int i = 0; i < 2; ++i) {
    try {
      pool.submit<int>([] { return 1; }).result();
      CHECK(false, "a task ran although no worker could be initialized");
    } catch (const BrokenThreadPool&) {
      // Whether the pool broke before the second `submit` or after it.
    }
  }
}

SCENARIO(Broken, ByTwoInitializersItBreaksOnce, interleaving,
         "Its pending futures and later `submit`s get `BrokenThreadPool`.", .schedules = kMany) {
  std::atomic<std::size_t> calls = 0;
  std::vector<Future<int>> accepted;
  {
    ThreadPoolExecutor pool(2, [] { throw 1; });
    for (int i = 0; i < 2; ++i) {
      try {
        accepted.push_back(pool.submit<int>([] { return 1; }));
        accepted.back().add_done_callback([&calls](const Future<int>&) { ++calls; });
      } catch (const BrokenThreadPool&) {
        // The pool was broken before.
      }
    }
  }
  for (const auto& future : accepted)
    CHECK_THROWS(future.result(0s), BrokenThreadPool, "`result` where the initializer threw");
  CHECK_EQ(calls.load(), accepted.size(), "calls of callbacks, one for each accepted task");
}

}  // namespace
