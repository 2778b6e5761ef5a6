#include <algorithm>
#include <atomic>
#include <chrono>
#include <exception>
#include <memory>
#include <set>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "harness/check.hpp"
#include "harness/costs.hpp"
#include "harness/gate.hpp"
#include "harness/scenario.hpp"
#include "harness/threads.hpp"
#include "labs/thread/subject.hpp"
#include "threading/errors.hpp"

// The corners of the contract that no schedule decides: arguments, time, who is who, the hook.
namespace {

using namespace std::chrono_literals;
using harness::Gate;
using harness::Judges;
using harness::Threads;
using subject::Thread;
using subject::ThreadInfo;
using threading::Duration;
using threading::RuntimeError;
using threading::ValueError;
using Clock = std::chrono::steady_clock;

constexpr std::uint32_t kFew = 400;

std::size_t times_listed(std::thread::id ident) {
  const std::vector<ThreadInfo> infos = subject::enumerate();
  return static_cast<std::size_t>(std::count_if(
      infos.begin(), infos.end(), [ident](const ThreadInfo& info) { return info.ident == ident; }));
}

// An exception would have to wait, on its way out of the scenario, for a thread that waits for it.
bool poll(Thread& thread, Duration timeout) {
  try {
    return thread.join(timeout);
  } catch (const std::exception&) {
    CHECK(false, "a `join` whose time is over from the beginning threw, where it only polls");
  }
  return false;
}

// As in CPython it polls, or it is refused as in Lock: the specification can be read either way.
bool poll_or_refuse(Thread& thread, Duration timeout, bool has_ended) {
  try {
    return thread.join(timeout) == has_ended;
  } catch (const ValueError&) {
    return true;
  }
}

// ---- Time ----

SCENARIO(Thread, ATimeoutThatIsOverPolls, behaviour,
         "A negative timeout is a `ValueError` only in Lock, RLock and Queue; elsewhere it polls.",
         .schedules = kFew) {
  Gate gate;
  Thread thread([&gate] { gate.pass(); });
  thread.start();
  CHECK(!poll(thread, Duration(0)), "a poll of a thread that goes on returned true");
  for (const Duration timeout : {Duration(-1), Duration(-1s), Duration::min()})
    CHECK(poll_or_refuse(thread, timeout, false), "a poll of a thread that goes on returned true");
  gate.open();
  thread.join();
  CHECK(poll(thread, Duration(0)), "a poll of a thread that has ended returned false");
  for (const Duration timeout : {Duration(-1), Duration(-1s), Duration::min()})
    CHECK(poll_or_refuse(thread, timeout, true),
          "a poll of a thread that has ended returned false");
}

SCENARIO(Thread, WaitsAreMeasuredOnTheSteadyClock, behaviour,
         "All waits are measured on `std::chrono::steady_clock`.", .weight = 0.5, .schedules = kFew,
         .judges = harness::Judges::explore_only) {
  Gate gate;
  Thread thread([&gate] { gate.pass(); });
  thread.start();
  const harness::Costs costs = harness::cost_of([&thread] { thread.join(1ms); });
  gate.open();
  thread.join();
  CHECK_EQ(costs.wall_clock_waits, 0U, "waits until a time of the wall clock, which may be set");
}

SCENARIO(Thread, TheLargestTimeoutIsLegal, behaviour,
         "Any other timeout is legal up to the largest.", .schedules = kFew) {
  Gate gate;
  Thread thread([&gate] { gate.pass(); });
  thread.start();
  Threads threads;
  const harness::Thread& joiner = threads.spawn("joiner", [&thread] {
    CHECK(thread.join(Duration::max()), "`join` with the largest timeout returned false");
  });
  CHECK_BLOCKED(joiner, "`join` with the largest timeout did not wait");
  gate.open();
}

SCENARIO(Thread, AMonthIsNotTooLongToWait, behaviour,
         "Any other timeout is legal up to the largest.", .weight = 0.5, .schedules = kFew,
         .judges = Judges::explore_only) {
  Gate gate;
  Thread thread([&gate] { gate.pass(); });
  thread.start();
  Threads threads;
  threads.spawn("joiner", [&thread] {
    CHECK(thread.join(Duration::max()), "the largest timeout was over within weeks");
  });
  harness::settle();
  std::this_thread::sleep_for(40 * 24h);
  gate.open();
}

SCENARIO(Thread, WhoJoinsSleeps, behaviour,
         "Every blocking call blocks: no spinning without bound, no sleeping and polling.",
         .schedules = kFew, .judges = Judges::explore_only) {
  Gate gate;
  Thread thread([&gate] { gate.pass(); });
  thread.start();
  Threads threads;
  threads.spawn("joiner", [&thread] { thread.join(); });
  threads.spawn("timed joiner", [&thread] { thread.join(1h); });
  CHECK_OTHERS_SLEEP("a thread in `join` keeps running instead of sleeping");
  gate.open();
}

SCENARIO(Thread, ATimeoutBoundsTheWholeCall, behaviour,
         "`bool join(Timeout = {})`: a timeout bounds the whole call.", .schedules = kFew) {
  Gate gate;
  Thread thread([&gate] { gate.pass(); });
  thread.start();
  Threads threads;
  const harness::Thread& joiner = threads.spawn("joiner", [&thread] { thread.join(10ms); });
  harness::settle();
  for (int i = 0; i < 3; ++i) {
    Thread other([] {});
    other.start();
    other.join();
    std::this_thread::sleep_for(4ms);
  }
  CHECK_RETURNED(joiner, "`join(10ms)` goes on after 12 ms, in which other threads have ended");
  gate.open();
}

// ---- Who is who ----

SCENARIO(Thread, ASubclassMayExtendRun, behaviour,
         "CPython: run() invokes the callable passed as the target; a subclass may override it.",
         .schedules = kFew) {
  std::string order;
  Thread thread = subject::thread_of_extension(
      [&] { order += "target "; }, [&] { order += "before "; }, [&] { order += "after"; });
  thread.start();
  thread.join();
  CHECK_EQ(order, "before target after", "what a `run` that calls the one it overrides has done");
}

SCENARIO(Thread, ASubclassTellsOfItself, behaviour,
         "`name()`, `ident()`, `daemon()`; a subclass joins in its own destructor.",
         .schedules = kFew) {
  ThreadInfo seen;
  {
    Thread thread = subject::thread_of_subclass({.name = "sub", .daemon = true},
                                                [&] { seen = subject::current_thread(); });
    CHECK(thread.daemon() && thread.name() == "sub", "a subclass lost the options it handed on");
    thread.start();
  }
  CHECK_EQ(seen.name, "sub", "the name that a subclass's `run` sees");
  CHECK(seen.daemon, "a subclass's thread does not know that it is a daemon");
}

SCENARIO(Thread, TheCreatorDecidesNotTheStarter, behaviour,
         "`daemon` is inherited from the creating thread.", .schedules = kFew) {
  std::unique_ptr<Thread> made_by_daemon;
  Thread made_by_main(
      [] { CHECK(!subject::current_thread().daemon, "whom main made is a daemon"); });
  Thread daemon({.daemon = true}, [&] {
    made_by_daemon = std::make_unique<Thread>(
        [] { CHECK(subject::current_thread().daemon, "whom a daemon made is none"); });
    made_by_main.start();
  });
  daemon.start();
  daemon.join();
  CHECK(!made_by_main.daemon(), "a thread that a daemon started, and main made, is a daemon");
  CHECK(made_by_daemon->daemon(), "a thread that a daemon made is none");
  made_by_daemon->start();
  made_by_daemon->join();
  made_by_main.join();
}

SCENARIO(Thread, ItIsInheritedFurther, behaviour, "`daemon` is inherited from the creating thread.",
         .schedules = kFew) {
  bool of_daemon = false;
  bool of_other = true;
  Thread daemon({.daemon = true}, [&] {
    Thread inner([&] { of_daemon = Thread([] {}).daemon(); });
    inner.start();
    inner.join();
    Thread other({.daemon = false}, [&] { of_other = Thread([] {}).daemon(); });
    other.start();
    other.join();
  });
  daemon.start();
  daemon.join();
  CHECK(of_daemon, "the grandchild of a daemon is none");
  CHECK(!of_other, "the child of a thread that is no daemon is one");
}

SCENARIO(Thread, AThreadOfAnotherKind, behaviour,
         "CPython: where the caller was not created through `threading`, a dummy; daemonic.",
         .schedules = kFew) {
  Threads threads;
  threads.spawn("stranger", [] {
    const ThreadInfo self = subject::current_thread();
    CHECK(self.ident == std::this_thread::get_id(), "`current_thread` is not the calling thread");
    CHECK(self.ident != subject::main_thread().ident, "a stranger is taken for the main thread");
    CHECK(self.daemon, "a thread that was not made by a `Thread` does not count as a daemon");
    CHECK(Thread([] {}).daemon(), "a thread made by one that counts as a daemon is none");
  });
}

SCENARIO(Thread, EnumerateTellsOfAll, behaviour,
         "CPython: it includes daemonic threads and the main thread, and neither who has ended nor "
         "who has not been started.",
         .schedules = kFew) {
  Gate gate;
  Thread daemon({.name = "d", .daemon = true}, [&gate] { gate.pass(); });
  Thread other({.name = "o", .daemon = false}, [&gate] { gate.pass(); });
  Thread ended([] {});
  ended.start();
  ended.join();
  const Thread not_started([] {});
  daemon.start();
  other.start();
  for (const Thread* thread : {&daemon, &other}) {
    CHECK_EQ(times_listed(thread->ident()), 1U, "times that a running thread is listed");
    for (const ThreadInfo& info : subject::enumerate()) {
      if (info.ident != thread->ident()) continue;
      CHECK_EQ(info.name, thread->name(), "the name of a thread that is listed");
      CHECK_EQ(info.daemon, thread->daemon(), "whether a thread that is listed is a daemon");
    }
  }
  CHECK_EQ(times_listed(std::this_thread::get_id()), 1U, "times that the main thread is listed");
  CHECK_EQ(times_listed(std::thread::id()), 0U, "times that a thread without ident is listed");
  gate.open(2);
  daemon.join();
  other.join();
}

SCENARIO(Thread, AThreadSeesItselfListed, behaviour, "`enumerate()`, `current_thread()`.",
         .schedules = kFew) {
  std::thread::id main = std::this_thread::get_id();
  Thread outer([main] {
    CHECK_EQ(times_listed(std::this_thread::get_id()), 1U, "times that a thread lists itself");
    CHECK_EQ(times_listed(main), 1U, "times that another thread lists the main one");
    Thread inner([outer = std::this_thread::get_id()] {
      CHECK_EQ(times_listed(outer), 1U, "times that a thread lists the one that started it");
    });
    inner.start();
    inner.join();
    CHECK_EQ(times_listed(inner.ident()), 0U, "times that a thread is listed that was joined");
  });
  outer.start();
  outer.join();
}

SCENARIO(Thread, ADestroyedOneLeavesNoTrace, behaviour,
         "Destroying a started thread joins it. `enumerate` lists who is alive.",
         .schedules = kFew) {
  const std::size_t before = subject::active_count();
  std::set<std::string> names;
  for (int i = 0; i < 3; ++i) {
    Thread thread([] {});
    names.insert(thread.name());
    thread.start();
  }
  CHECK_EQ(subject::active_count(), before, "`active_count` when all objects are gone");
  CHECK_EQ(names.size(), 3U, "different names that were made for three threads, one by one");
}

// ---- The hook ----

SCENARIO(Thread, TheHookIsCalledByTheThread, behaviour,
         "An exception that leaves `run` goes to `excepthook`. CPython: join waits for the end.",
         .schedules = kFew) {
  ThreadInfo told;
  std::thread::id called_by;
  bool was_alive = false;
  Thread* self = nullptr;
  const subject::Hook old =
      subject::set_excepthook(subject::Hook([&](const ThreadInfo& info, auto) {
        told = info;
        called_by = subject::current_thread().ident;
        was_alive = times_listed(called_by) == 1 && self->is_alive();
      }));
  Thread thread({.name = "t", .daemon = true}, [] { throw std::logic_error("no"); });
  self = &thread;
  thread.start();
  thread.join();
  subject::set_excepthook(old);
  CHECK(called_by == thread.ident(), "the hook was not called by the thread that threw");
  CHECK(told.ident == thread.ident() && told.name == "t" && told.daemon,
        "the hook was told of another thread than the one that threw");
  CHECK(was_alive, "while the hook runs, its thread has ended already");
}

SCENARIO(Thread, WhateverIsThrown, behaviour,
         "An exception that leaves `run` goes to `excepthook`, not to `std::terminate`.",
         .schedules = kFew) {
  int thrown = 0;
  const subject::Hook old =
      subject::set_excepthook(subject::Hook([&](const ThreadInfo&, const std::exception_ptr& what) {
        try {
          std::rethrow_exception(what);
        } catch (int number) {
          thrown += number;
        }
      }));
  {
    Thread thread([] { throw 40; });
    Thread subclass = subject::thread_of_subclass({}, [] { throw 2; });
    thread.start();
    thread.join();
    subclass.start();
    subclass.join();
  }
  subject::set_excepthook(old);
  CHECK_EQ(thrown, 42, "the sum of two ints that a target and a subclass's `run` threw");
}

SCENARIO(Thread, AHookThatThrows, behaviour,
         "Not to `std::terminate`. CPython: an exception of the hook is handled in its turn.",
         .schedules = kFew) {
  const subject::Hook old = subject::set_excepthook(
      subject::Hook([](const ThreadInfo&, const std::exception_ptr& exception) {
        if (exception == nullptr) throw std::logic_error("nothing to hear of");
        std::rethrow_exception(exception);
      }));
  Thread standard([] { throw std::logic_error("from the target, through the hook"); });
  Thread other([] { throw 1; });
  for (Thread* const thread : {&standard, &other}) {
    thread->start();
    CHECK(thread->join(), "`join` of a thread whose hook threw returned false");
    CHECK(!thread->is_alive(), "a thread whose hook threw is alive after `join`");
  }
  subject::set_excepthook(old);
}

SCENARIO(Thread, TheOldHookComesBack, behaviour, "`set_excepthook(…)`, which returns the old one.",
         .schedules = kFew) {
  std::string order;
  const auto say = [&order](const char* word) {
    return subject::Hook([&order, word](const ThreadInfo&, auto) { order += word; });
  };
  const auto throw_in_a_thread = [] {
    Thread thread([] { throw 1; });
    thread.start();
    thread.join();
  };
  const subject::Hook first = subject::set_excepthook(say("a"));
  const subject::Hook second = subject::set_excepthook(say("b"));
  throw_in_a_thread();
  second(ThreadInfo{}, std::make_exception_ptr(1));
  subject::set_excepthook(second);
  throw_in_a_thread();
  subject::set_excepthook(first);
  throw_in_a_thread();
  first(ThreadInfo{.name = "nobody"}, std::make_exception_ptr(std::logic_error("no matter")));
  CHECK_EQ(order, "baa", "which hooks were called: b by a thread, a by hand, a by a thread");
}

SCENARIO(Thread, AHookMayUseThreads, behaviour,
         "An exception that leaves `run` goes to `excepthook`.", .schedules = kFew) {
  int ran = 0;
  std::unique_ptr<subject::Hook> old;
  old = std::make_unique<subject::Hook>(
      subject::set_excepthook(subject::Hook([&](const ThreadInfo&, auto) {
        Thread helper([&ran] { ++ran; });
        helper.start();
        helper.join();
        subject::set_excepthook(*old);
      })));
  Thread thread([] { throw 1; });
  thread.start();
  thread.join();
  CHECK_EQ(ran, 1, "threads that the hook has started and joined");
}

}  // namespace
