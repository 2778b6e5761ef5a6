// std::promise, future, shared_future, packaged_task, async.
#include <future>

#include <chrono>
#include <stdexcept>
#include <string>
#include <thread>
#include <typeinfo>

#include "explorer/litmus/programs.hpp"

namespace explorer::litmus {
namespace {

using namespace std::chrono_literals;

void promise_hands_over() {
  std::promise<int> promise;
  std::future<int> future = promise.get_future();
  int data = 0;
  std::thread thread([&] {
    data = 1;
    promise.set_value(7);
  });
  check(future.get() == 7, "the value arrives");
  check(data == 1, "with all that came before it");
  thread.join();
}

void promise_hands_over_an_exception() {
  std::promise<int> promise;
  std::future<int> future = promise.get_future();
  std::thread thread(
      [&] { promise.set_exception(std::make_exception_ptr(std::runtime_error("no value"))); });
  bool thrown = false;
  try {
    future.get();
  } catch (const std::runtime_error& error) {
    thrown = error.what() == std::string("no value");
  }
  check(thrown, "the exception arrives");
  thread.join();
}

void promise_is_broken() {
  std::future<int> future;
  {
    std::promise<int> promise;
    future = promise.get_future();
  }
  bool thrown = false;
  try {
    future.get();
  } catch (const std::future_error& error) {
    thrown = error.code() == std::future_errc::broken_promise;
  }
  check(thrown, "it says that no value will come");
}

void promise_is_never_kept() {
  std::promise<int> promise;
  std::future<int> future = promise.get_future();
  together([&] { future.get(); });
}

void promise_is_kept_too_early() {
  std::promise<void> promise;
  std::future<void> future = promise.get_future();
  int data = 0;
  together(
      [&] {
        promise.set_value();
        data = 1;
      },
      [&] {
        future.get();
        check(data < 2, "one or none");
      });
}

void promise_at_thread_exit() {
  std::promise<int> promise;
  std::future<int> future = promise.get_future();
  std::thread thread([&] { promise.set_value_at_thread_exit(3); });
  check(future.get() == 3, "the value arrives");
  thread.join();
}

void future_waits_in_vain() {
  std::promise<void> promise;
  const std::future<void> future = promise.get_future();
  check(future.wait_for(10ms) == std::future_status::timeout, "nobody keeps the promise");
}

void future_polled_until_it_is_ready() {
  std::promise<int> promise;
  std::future<int> future = promise.get_future();
  std::thread thread([&] { promise.set_value(1); });
  while (future.wait_for(1ms) != std::future_status::ready) {
  }
  check(future.get() == 1, "the value arrives");
  thread.join();
}

void shared_future_reaches_all() {
  std::promise<int> promise;
  const std::shared_future<int> future = promise.get_future().share();
  const auto read = [future] { check(future.get() == 5, "the value arrives"); };
  together(read, read, [&] { promise.set_value(5); });
}

// Its destructor is not the library's, and so is seen.
struct NoValue : std::runtime_error {
  using runtime_error::runtime_error;
};

// The last handler to end destroys the exception, long after both have given up their futures.
void shared_exception_is_looked_at_by_all() {
  std::promise<void> promise;
  std::shared_future<void> future = promise.get_future().share();
  const auto look = [](std::shared_future<void> own) {
    try {
      const std::shared_future<void> gone_by_then = std::move(own);
      gone_by_then.get();
    } catch (const std::exception& error) {
      check(typeid(error) == typeid(NoValue), "the exception arrives");
    }
  };
  std::thread first(look, future);
  std::thread second(look, std::move(future));
  promise.set_exception(std::make_exception_ptr(NoValue("no value")));
  std::this_thread::sleep_for(10ms);
  promise = {};
  first.join();
  second.join();
}

void async_runs() {
  std::future<std::string> future =
      std::async(std::launch::async, [] { return std::string("a string that lives on the heap"); });
  check(future.get() == "a string that lives on the heap", "the value arrives");
}

void async_throws() {
  std::future<int> future =
      std::async(std::launch::async, []() -> int { throw std::runtime_error("no value"); });
  bool thrown = false;
  try {
    future.get();
  } catch (const std::runtime_error&) {
    thrown = true;
  }
  check(thrown, "the exception arrives");
}

void async_is_deferred() {
  const std::thread::id self = std::this_thread::get_id();
  std::future<bool> future =
      std::async(std::launch::deferred, [self] { return std::this_thread::get_id() == self; });
  check(future.get(), "it runs in the thread that asks");
}

void async_dropped_is_waited_for() {
  int data = 0;
  {
    const std::future<void> future = std::async(std::launch::async, [&] { data = 1; });
  }
  check(data == 1, "the future's destructor waits");
}

void async_shares_a_plain_counter() {
  int count = 0;
  std::future<void> future = std::async(std::launch::async, [&] { ++count; });
  ++count;
  future.get();
}

void packaged_task_runs_elsewhere() {
  std::packaged_task<int(int)> task([](int value) { return value + 1; });
  std::future<int> future = task.get_future();
  std::thread thread(std::move(task), 4);
  check(future.get() == 5, "the value arrives");
  thread.join();
}

void packaged_task_throws() {
  std::packaged_task<int()> task([]() -> int { throw std::runtime_error("no value"); });
  std::future<int> future = task.get_future();
  std::thread thread(std::move(task));
  bool thrown = false;
  try {
    future.get();
  } catch (const std::runtime_error& error) {
    thrown = error.what() == std::string("no value");
  }
  check(thrown, "the exception arrives");
  thread.join();
}

void packaged_task_is_dropped() {
  std::future<int> future;
  {
    std::packaged_task<int()> task([] { return 1; });
    future = task.get_future();
  }
  bool thrown = false;
  try {
    future.get();
  } catch (const std::future_error&) {
    thrown = true;
  }
  check(thrown, "it says that no value will come");
}

// Each waits for the value that the other will give once it has its own.
void two_futures_wait_for_each_other() {
  std::promise<int> first;
  std::promise<int> second;
  std::future<int> of_first = first.get_future();
  std::future<int> of_second = second.get_future();
  together([&] { first.set_value(of_second.get()); }, [&] { second.set_value(of_first.get()); });
}

constexpr Program kPrograms[] = {
    clean("PromiseHandsOver", promise_hands_over),
    clean("PromiseHandsOverAnException", promise_hands_over_an_exception),
    exhausted("PromiseIsBroken", promise_is_broken),
    broken("PromiseIsNeverKept", promise_is_never_kept, Finding::deadlock),
    broken("PromiseIsKeptTooEarly", promise_is_kept_too_early, Finding::race),
    clean("PromiseAtThreadExit", promise_at_thread_exit),
    clean("FutureWaitsInVain", future_waits_in_vain),
    clean("FuturePolledUntilItIsReady", future_polled_until_it_is_ready),
    clean("SharedFutureReachesAll", shared_future_reaches_all),
    clean("SharedExceptionIsLookedAtByAll", shared_exception_is_looked_at_by_all),
    clean("AsyncRuns", async_runs),
    clean("AsyncThrows", async_throws),
    exhausted("AsyncIsDeferred", async_is_deferred),
    clean("AsyncDroppedIsWaitedFor", async_dropped_is_waited_for),
    broken("AsyncSharesAPlainCounter", async_shares_a_plain_counter, Finding::race),
    clean("PackagedTaskRunsElsewhere", packaged_task_runs_elsewhere),
    clean("PackagedTaskThrows", packaged_task_throws),
    exhausted("PackagedTaskIsDropped", packaged_task_is_dropped),
    broken("TwoFuturesWaitForEachOther", two_futures_wait_for_each_other, Finding::deadlock),
};

}  // namespace

std::span<const Program> futures() {
  return kPrograms;
}

}  // namespace explorer::litmus
