#include <atomic>
#include <chrono>
#include <memory>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "harness/check.hpp"
#include "harness/scenario.hpp"
#include "harness/threads.hpp"
#include "labs/thread/subject.hpp"
#include "threading/errors.hpp"

// Real threads in numbers: what no exhaustive search can hold, and what only hardware shows.
namespace {

using namespace std::chrono_literals;
using harness::Threads;
using subject::Thread;
using subject::ThreadInfo;
using threading::RuntimeError;

SCENARIO(Thread, ManyAtOnce, stress, "`start()`, `join()`.", .weight = 2) {
  std::vector<int> plain(20);
  std::vector<std::unique_ptr<Thread>> threads;
  std::set<std::string> names;
  for (int& each : plain) {
    threads.push_back(std::make_unique<Thread>([&each] { each = 1; }));
    names.insert(threads.back()->name());
    threads.back()->start();
  }
  int sum = 0;
  for (std::size_t i = 0; i < plain.size(); ++i) {
    CHECK(threads[i]->join(), "`join` without a timeout returned false");
    sum += plain[i];
  }
  CHECK_EQ(sum, 20, "threads whose work is seen after `join`");
  CHECK_EQ(names.size(), 20U, "different names of twenty threads");
}

SCENARIO(Thread, ListedWhileTheyComeAndGo, stress, "`enumerate()` (a vector of them).",
         .weight = 2) {
  Threads threads;
  threads.start_together(3, [](int number) {
    for (int i = 0; i < 10; ++i) {
      if (number == 0) {
        for (const ThreadInfo& info : subject::enumerate())
          CHECK(!info.name.empty(), "a listed thread has no name");
        CHECK(subject::active_count() >= 1, "`active_count` below 1");
        continue;
      }
      Thread thread({.name = "worker", .daemon = false}, [] { std::this_thread::yield(); });
      thread.start();
    }
  });
}

SCENARIO(Thread, SeveralJoinOne, stress, "`bool join(Timeout = {})` (has it ended?).") {
  Thread thread([] { std::this_thread::yield(); });
  thread.start();
  Threads threads;
  threads.start_together(3, [&](int number) {
    if (number == 0) {
      while (!thread.join(20us)) {
      }
    }
    CHECK(thread.join(), "`join` without a timeout returned false");
    CHECK(!thread.is_alive(), "`is_alive` after `join`");
  });
}

SCENARIO(Thread, DaemonsLetGo, stress, "Destroying a started thread …, a daemon is let go.") {
  std::atomic<int> done = 0;
  for (int i = 0; i < 10; ++i) {
    Thread daemon({.name = "a name that is too long for a string object", .daemon = true}, [&done] {
      ++done;
      done.notify_one();
    });
    daemon.start();
  }
  for (int seen = done.load(); seen < 10; seen = done.load())
    done.wait(seen);
  // The last of them may still be about to leave this body's atomic.
  harness::settle();
}

SCENARIO(Thread, StartersCompete, stress, "`start()` (twice: `RuntimeError`).") {
  std::atomic<int> runs = 0;
  std::atomic<int> refused = 0;
  Thread thread([&runs] { ++runs; });
  Threads threads;
  threads.start_together(3, [&](int) {
    try {
      thread.start();
    } catch (const RuntimeError&) {
      ++refused;
    }
  });
  threads.join();
  thread.join();
  CHECK_EQ(runs.load(), 1, "times that the target ran");
  CHECK_EQ(refused.load(), 2, "calls of `start`, of three, that threw");
}

SCENARIO(Thread, ManyThrow, stress, "An exception that leaves `run` goes to `excepthook`.") {
  std::atomic<int> told = 0;
  const subject::Hook old =
      subject::set_excepthook(subject::Hook([&told](const ThreadInfo&, auto) { ++told; }));
  {
    std::vector<std::unique_ptr<Thread>> threads;
    for (int i = 0; i < 10; ++i) {
      threads.push_back(std::make_unique<Thread>([] { throw 1; }));
      threads.back()->start();
    }
  }
  subject::set_excepthook(old);
  CHECK_EQ(told.load(), 10, "exceptions that the hook was told of");
}

}  // namespace
