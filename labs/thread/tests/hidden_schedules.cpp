#include <atomic>
#include <chrono>
#include <memory>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "harness/check.hpp"
#include "harness/gate.hpp"
#include "harness/scenario.hpp"
#include "harness/threads.hpp"
#include "harness/unseen.hpp"
#include "labs/thread/subject.hpp"
#include "threading/errors.hpp"

// What a schedule decides: starts, ends and joins that meet, and objects that go early.
namespace {

using namespace std::chrono_literals;
using harness::Gate;
using harness::Threads;
using harness::Unseen;
using subject::Thread;
using subject::ThreadInfo;
using threading::RuntimeError;

constexpr std::uint32_t kMany = 4000;

SCENARIO(Thread, WhatWasWrittenBeforeIsSeenAfter, interleaving,
         "What precedes `start` the thread sees; what it did is seen after `join`.",
         .schedules = kMany) {
  int plain = 1;
  Thread thread([&plain] {
    CHECK_EQ(plain, 1, "what was written before `start`, read by the thread");
    plain = 2;
  });
  thread.start();
  thread.join();
  CHECK_EQ(plain, 2, "what the thread wrote, read after `join`");
}

SCENARIO(Thread, AJoinInTimeSeesIt, interleaving, "`bool join(Timeout = {})` (has it ended?).",
         .schedules = kMany) {
  int plain = 1;
  Thread thread([&plain] { plain = 2; });
  thread.start();
  if (thread.join(1ms)) {
    CHECK_EQ(plain, 2, "what the thread wrote, read after `join(1ms)` returned true");
    CHECK(!thread.is_alive(), "`is_alive` after `join(1ms)` returned true");
  }
  CHECK(thread.join(), "`join` without a timeout returned false");
}

SCENARIO(Thread, OneOfTwoStartsWins, interleaving,
         "`start()` (twice: `RuntimeError`). A call that throws changes nothing.",
         .schedules = kMany) {
  std::atomic<int> runs = 0;
  std::atomic<int> refused = 0;
  Thread thread([&runs] { ++runs; });
  Threads threads;
  threads.start_together(2, [&](int) {
    try {
      thread.start();
    } catch (const RuntimeError&) {
      ++refused;
    }
  });
  threads.join();
  thread.join();
  CHECK_EQ(runs.load(), 1, "times that the target ran");
  CHECK_EQ(refused.load(), 1, "calls of `start`, of two, that threw");
}

SCENARIO(Thread, SeveralMayJoin, interleaving, "`bool join(Timeout = {})` (has it ended?).",
         .schedules = kMany) {
  int plain = 0;
  Thread thread([&plain] { plain = 1; });
  thread.start();
  Threads threads;
  threads.start_together(2, [&](int) {
    CHECK(thread.join(), "`join`, by two threads at once, returned false");
    CHECK_EQ(plain, 1, "what the thread wrote, read after `join`");
  });
}

SCENARIO(Thread, AllWhoJoinAreWoken, interleaving, "`bool join(Timeout = {})` (has it ended?).",
         .schedules = kMany) {
  Gate gate;
  Thread thread([&gate] { gate.pass(); });
  thread.start();
  Threads threads;
  const harness::Thread& first = threads.spawn("first", [&] { thread.join(); });
  const harness::Thread& second = threads.spawn("second", [&] { thread.join(1h); });
  CHECK_BLOCKED(first, "`join` of a thread that goes on returned");
  CHECK_BLOCKED(second, "`join(1h)` of a thread that goes on returned");
  gate.open();
  CHECK_WAKES(first, "a thread ended, but one that waited for it sleeps on");
  CHECK_WAKES(second, "a thread ended, but one that waited for it sleeps on");
}

SCENARIO(Thread, ItKnowsItselfFromTheFirst, interleaving,
         "`ident()`, `current_thread()`, `is_alive()`.", .schedules = kMany) {
  Thread* self = nullptr;
  Thread thread([&self] {
    CHECK(self->ident() == std::this_thread::get_id(), "`ident`, asked by the thread itself");
    CHECK(self->is_alive(), "`is_alive`, asked by the thread itself");
    CHECK(subject::current_thread().ident == std::this_thread::get_id(),
          "the ident of `current_thread`");
  });
  self = &thread;
  thread.start();
  CHECK(thread.ident() != std::thread::id(), "`start` has returned, but there is no `ident`");
  thread.join();
}

SCENARIO(Thread, WhoHasEndedStaysSo, interleaving, "`start()`, `is_alive()`, `enumerate()`.",
         .schedules = kMany) {
  const std::size_t before = subject::active_count();
  Thread thread([] {});
  thread.start();
  Threads threads;
  threads.spawn("joiner", [&] {
    CHECK(thread.join(), "`join` without a timeout returned false");
    CHECK(!thread.is_alive(), "`is_alive` after `join`");
    CHECK_EQ(subject::active_count(), before, "`active_count` after `join`");
  });
}

SCENARIO(Thread, ListedFromStartToEnd, interleaving, "`enumerate()` … `active_count()`.",
         .schedules = kMany) {
  Gate gate;
  const std::size_t before = subject::active_count();
  Thread first([&gate] { gate.pass(); });
  first.start();
  CHECK_EQ(subject::active_count(), before + 1, "`active_count` once `start` has returned");
  Thread second([] {});
  second.start();
  const std::size_t count = subject::enumerate().size();
  CHECK(count == before + 1 || count == before + 2, "`enumerate` while a thread ends");
  second.join();
  CHECK_EQ(subject::active_count(), before + 1, "`active_count` when one of two was joined");
  gate.open();
}

SCENARIO(Thread, ListsAreWhole, interleaving, "`enumerate()` (a vector of them).",
         .schedules = kMany) {
  Threads threads;
  threads.start_together(2, [](int number) {
    if (number == 0) {
      Thread thread({.name = "a name that is too long for a string object", .daemon = false},
                    [] {});
      thread.start();
      return;
    }
    for (const ThreadInfo& info : subject::enumerate())
      CHECK(info.ident != std::thread::id() && !info.name.empty(), "a listed thread has no name");
  });
}

SCENARIO(Thread, TwoMakeNamesAtOnce, interleaving, "CPython: a unique name of the form “Thread-N”.",
         .schedules = kMany) {
  std::string names[2];
  Threads threads;
  threads.start_together(2, [&](int number) { names[number] = Thread([] {}).name(); });
  threads.join();
  CHECK(names[0] != names[1], "two threads that were made at once have the same name");
}

SCENARIO(Thread, ADaemonOutlivesItsObject, interleaving,
         "Destroying a started thread …, a daemon is let go.", .schedules = kMany) {
  int sum = 0;
  Gate done;
  {
    // The sum is stored by the target, from copies that only the thread has any more.
    auto numbers = std::make_shared<std::vector<int>>(3, 14);
    Thread daemon({.name = "a name that is too long for a string object", .daemon = true},
                  [&, numbers] {
                    for (const int number : *numbers)
                      sum += number;
                    CHECK(subject::current_thread().name.size() > 40, "the name of a daemon");
                    done.open();
                  });
    daemon.start();
  }
  done.pass();
  CHECK_EQ(sum, 42, "what a daemon added up after its object was gone");
}

SCENARIO(Thread, ADaemonLetGoIsAliveToItsEnd, interleaving,
         "A daemon is let go. `enumerate` lists who is alive.", .schedules = kMany) {
  const std::size_t before = subject::active_count();
  Gate gate;
  {
    Thread daemon({.daemon = true}, [&gate] { gate.pass(); });
    daemon.start();
  }
  CHECK_EQ(subject::active_count(), before + 1, "`active_count` with a daemon that was let go");
  gate.open();
  harness::settle();
  CHECK_EQ(subject::active_count(), before, "`active_count` when that daemon has ended");
}

SCENARIO(Thread, ADaemonThatThrowsLate, interleaving,
         "An exception that leaves `run` goes to `excepthook`. A daemon is let go.",
         .schedules = kMany) {
  Gate told;
  std::string name;
  const subject::Hook old =
      subject::set_excepthook(subject::Hook([&](const ThreadInfo& info, auto) {
        name = info.name;
        told.open();
      }));
  {
    Thread daemon({.name = "late", .daemon = true}, [] { throw 1; });
    daemon.start();
  }
  told.pass();
  subject::set_excepthook(old);
  CHECK_EQ(name, "late", "the name of a daemon that threw when its object may have been gone");
}

SCENARIO(Thread, TheLastUserMayDestroyIt, interleaving,
         "An object may be destroyed as soon as the last call on it returned.",
         .schedules = kMany) {
  for (const bool is_daemon : {false, true}) {
    auto thread = std::make_unique<Thread>(subject::Options{.daemon = is_daemon}, [] {});
    thread->start();
    Threads threads;
    std::atomic<int> users = 2;
    threads.start_together(2, [&](int) {
      thread->join();
      if (--users == 0) thread.reset();
    });
  }
}

SCENARIO(Thread, GoneWhileItEnds, interleaving,
         "Destroying a started thread joins it, a daemon is let go.", .schedules = kMany) {
  for (const bool is_daemon : {false, true}) {
    Unseen<bool> ran(false);
    {
      Thread thread({.daemon = is_daemon}, [&ran] { ran.set(true); });
      thread.start();
      while (thread.is_alive() && !thread.join(1ms)) {
      }
    }
    CHECK(ran.get(), "a thread is not alive any more, but has not run");
  }
}

SCENARIO(Thread, TheHookIsChangedMeanwhile, interleaving,
         "`set_excepthook(…)`, which returns the old one.", .schedules = kMany) {
  std::atomic<int> calls = 0;
  const auto count = [&calls] {
    return subject::Hook([&calls](const ThreadInfo&, auto) { ++calls; });
  };
  const subject::Hook old = subject::set_excepthook(count());
  Thread thread([] { throw 1; });
  thread.start();
  subject::set_excepthook(count());
  thread.join();
  subject::set_excepthook(old);
  CHECK_EQ(calls.load(), 1, "calls of one hook or the other for one exception");
}

SCENARIO(Thread, JoinInTimeOrNot, interleaving, "`bool join(Timeout = {})` (has it ended?).",
         .schedules = kMany) {
  Thread thread([] { std::this_thread::sleep_for(5ms); });
  thread.start();
  const bool ended = thread.join(5ms);
  if (ended) CHECK(!thread.is_alive(), "`join` returned true, but the thread is alive");
  CHECK(thread.join(), "`join` without a timeout returned false");
  CHECK(!thread.is_alive(), "`join` returned, but the thread is alive");
}

}  // namespace
