#include <atomic>
#include <chrono>
#include <thread>
#include <vector>

#include "harness/check.hpp"
#include "harness/scenario.hpp"
#include "harness/threads.hpp"
#include "labs/pool/subject.hpp"
#include "threading/errors.hpp"

// Real threads in numbers: what no exhaustive search can hold, and what only hardware shows.
namespace {

using namespace std::chrono_literals;
using harness::Threads;
using subject::Future;
using subject::ThreadPoolExecutor;
using threading::CancelledError;
using threading::RuntimeError;

SCENARIO(Pool, ManySubmitAtOnce, stress, "Tasks already accepted run.", .weight = 2) {
  constexpr int kTasks = 60;
  std::atomic<int> ran = 0;
  std::atomic<int> running = 0;
  {
    ThreadPoolExecutor pool(3);
    Threads threads;
    threads.start_together(3, [&](int) {
      for (int i = 0; i < kTasks; ++i)
        pool.submit<int>([&] {
          CHECK(++running <= 3, "more tasks at once than the pool may have workers");
          --running;
          return ++ran;
        });
    });
  }
  CHECK_EQ(ran.load(), 3 * kTasks, "tasks that ran");
}

SCENARIO(Pool, ResultsOfMany, stress, "`const R& result(Timeout = {})`, as often as wanted.",
         .weight = 2) {
  constexpr int kTasks = 100;
  ThreadPoolExecutor pool(2);
  std::vector<int> plain(kTasks);
  std::vector<Future<int>> futures;
  for (int i = 0; i < kTasks; ++i)
    futures.push_back(
        pool.submit<int>([&plain, i] { return plain[static_cast<std::size_t>(i)] = i; }));
  for (int i = 0; i < kTasks; ++i) {
    CHECK_EQ(futures[static_cast<std::size_t>(i)].result(), i, "a result");
    CHECK_EQ(plain[static_cast<std::size_t>(i)], i, "what a task wrote, read after its `result`");
  }
}

SCENARIO(Pool, SubmitAgainstShutdown, stress,
         "Tasks already accepted run. `submit` after `shutdown` is a `RuntimeError`.",
         .weight = 2) {
  std::atomic<int> accepted = 0;
  std::atomic<int> ran = 0;
  ThreadPoolExecutor pool(2);
  Threads threads;
  threads.start_together(3, [&](int number) {
    if (number == 0) {
      std::this_thread::yield();
      return pool.shutdown();
    }
    try {
      for (int i = 0; i < 50; ++i) {
        pool.submit<int>([&ran] { return ++ran; });
        ++accepted;
      }
    } catch (const RuntimeError&) {
      // Closed, as it had to come.
    }
  });
  threads.join();
  CHECK_EQ(ran.load(), accepted.load(), "tasks that ran, of those that were accepted");
}

SCENARIO(Pool, CancelAgainstStart, stress, "`bool cancel()`: only before it runs.") {
  constexpr int kTasks = 60;
  std::atomic<int> ran = 0;
  std::atomic<int> calls = 0;
  int cancelled = 0;
  {
    ThreadPoolExecutor pool(2);
    std::vector<Future<int>> futures;
    for (int i = 0; i < kTasks; ++i) {
      futures.push_back(pool.submit<int>([&ran] { return ++ran; }));
      futures.back().add_done_callback([&calls](const Future<int>&) { ++calls; });
    }
    for (const Future<int>& future : futures)
      cancelled += future.cancel();
  }
  CHECK_EQ(ran.load() + cancelled, kTasks, "tasks that ran and tasks that were cancelled");
  CHECK_EQ(calls.load(), kTasks, "calls of callbacks, one for each task");
}

SCENARIO(Pool, WaitingWhileTheyEnd, stress, "`wait`, and `as_completed`: each future once.") {
  ThreadPoolExecutor pool(3);
  for (int round = 0; round < 5; ++round) {
    std::vector<Future<int>> futures;
    for (int i = 0; i < 20; ++i)
      futures.push_back(pool.submit<int>([i] { return i; }));
    subject::wait(futures, 20us);
    subject::wait(futures, {}, subject::ReturnWhen::first_completed);
    auto completions = subject::as_completed(futures);
    int sum = 0;
    while (const auto future = completions.next())
      sum += future->result();
    CHECK_EQ(sum, 190, "the sum of what `as_completed` yields");
  }
}

SCENARIO(Pool, ShortLives, stress,
         "An object may be destroyed as soon as the last call on it returned.") {
  for (int i = 0; i < 15; ++i) {
    ThreadPoolExecutor pool(2);
    const auto future =
        pool.submit<int>([&pool] { return pool.submit<int>([] { return 1; }).result(); });
    CHECK_EQ(future.result(), 1, "a result, before its pool is destroyed");
  }
}

}  // namespace
