#include <algorithm>
#include <chrono>
#include <exception>
#include <memory>
#include <set>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "harness/check.hpp"
#include "harness/gate.hpp"
#include "harness/program.hpp"
#include "harness/scenario.hpp"
#include "harness/threads.hpp"
#include "labs/thread/subject.hpp"
#include "threading/errors.hpp"

// The contract, call by call.
namespace {

using namespace std::chrono_literals;
using harness::Gate;
using harness::Threads;
using subject::Thread;
using subject::ThreadInfo;
using threading::RuntimeError;
using Clock = std::chrono::steady_clock;

// Schedules, for what shows itself under almost any.
constexpr std::uint32_t kFew = 400;

bool holds(const std::vector<ThreadInfo>& infos, std::thread::id ident) {
  return std::any_of(infos.begin(), infos.end(),
                     [ident](const ThreadInfo& info) { return info.ident == ident; });
}

SCENARIO(Thread, ItsTargetRunsOnAThreadOfItsOwn, behaviour,
         "`Thread(target, args...)` … `start()` … `bool join(Timeout = {})`.", .schedules = kFew) {
  std::thread::id ran_on;
  Thread thread([&ran_on] { ran_on = std::this_thread::get_id(); });
  CHECK(ran_on == std::thread::id(), "the target ran before `start`");
  thread.start();
  CHECK(thread.join(), "`join` without a timeout returned false");
  CHECK(ran_on != std::thread::id(), "`join` returned, but the target has not run");
  CHECK(ran_on != std::this_thread::get_id(), "the target ran on the thread that started it");
}

SCENARIO(Thread, ArgumentsAreKeptForTheTarget, behaviour, "`Thread(target, args...)`.",
         .schedules = kFew) {
  int sum = 0;
  Thread thread = subject::thread_with_arguments(
      "a text that is too long to fit into a string object", 4, std::make_unique<int>(5), sum);
  thread.start();
  thread.join();
  CHECK_EQ(sum, 60, "the sum of a text's length and two numbers that the target was given");
}

SCENARIO(Thread, ASubclassOverridesRun, behaviour,
         "Or a subclass that overrides `virtual void run()`.", .schedules = kFew) {
  std::string name;
  Thread thread = subject::thread_of_subclass({.name = "worker"},
                                              [&] { name = subject::current_thread().name; });
  thread.start();
  thread.join();
  CHECK_EQ(name, "worker", "the name of the thread that ran the subclass's `run`");
}

SCENARIO(Thread, ItStartsOnce, behaviour, "`start()` (twice: `RuntimeError`).", .schedules = kFew) {
  int runs = 0;
  Gate gate;
  Thread thread([&] {
    gate.pass();
    ++runs;
  });
  thread.start();
  CHECK_THROWS(thread.start(), RuntimeError, "`start` of a thread that runs");
  gate.open();
  CHECK(thread.join(), "`join` without a timeout returned false");
  CHECK_THROWS(thread.start(), RuntimeError, "`start` of a thread that has ended");
  CHECK_EQ(runs, 1, "times that the target ran");
}

SCENARIO(Thread, JoinBeforeStartIsAnError, behaviour, "`join` before start: `RuntimeError`.",
         .schedules = kFew) {
  Thread thread([] {});
  CHECK_THROWS(thread.join(), RuntimeError, "`join` before `start`");
  CHECK_THROWS(thread.join(1ms), RuntimeError, "`join(1ms)` before `start`");
  CHECK_THROWS(thread.join(0ms), RuntimeError, "`join(0ms)` before `start`");
  CHECK(!thread.is_alive(), "`is_alive` before `start`");
  thread.start();
  CHECK(thread.join(), "`join` after one that threw");
}

SCENARIO(Thread, NobodyWaitsForItself, behaviour, "`join` on itself: `RuntimeError`.",
         .schedules = kFew) {
  Thread* self = nullptr;
  Thread thread([&self] {
    CHECK_THROWS(self->join(), RuntimeError, "`join` by the thread itself");
    CHECK_THROWS(self->join(1ms), RuntimeError, "`join(1ms)` by the thread itself");
    CHECK_THROWS(self->join(0ms), RuntimeError, "`join(0ms)` by the thread itself");
  });
  self = &thread;
  thread.start();
  CHECK(thread.join(), "`join` of a thread that tried to join itself");
}

SCENARIO(Thread, JoinWaitsNoLongerThanItMay, behaviour,
         "`bool join(Timeout = {})` (has it ended?).", .schedules = kFew) {
  Gate gate;
  Thread thread([&gate] { gate.pass(); });
  thread.start();
  const auto begin = Clock::now();
  CHECK(!thread.join(5ms), "`join(5ms)` of a thread that goes on returned true");
  CHECK(Clock::now() - begin >= 5ms, "`join(5ms)` gave up before its time was over");
  CHECK(thread.is_alive(), "a thread that goes on is not alive");
  gate.open();
  CHECK(thread.join(), "`join` without a timeout returned false");
  CHECK(thread.join(), "a second `join` returned false");
  CHECK(thread.join(0ms), "`join(0)` of a thread that has ended returned false");
}

SCENARIO(Thread, ItIsAliveFromStartToEnd, behaviour, "`is_alive()`.", .schedules = kFew) {
  Gate gate;
  Thread thread([&gate] { gate.pass(); });
  CHECK(!thread.is_alive(), "`is_alive` before `start`");
  thread.start();
  CHECK(thread.is_alive(), "`start` has returned and the target runs, but `is_alive` denies it");
  gate.open();
  thread.join();
  CHECK(!thread.is_alive(), "`is_alive` after `join`");
}

SCENARIO(Thread, ItHasANameAndADaemonFlag, behaviour,
         "`Thread::Options{name, daemon}` before them; `name()`, `daemon()`.", .schedules = kFew) {
  ThreadInfo seen;
  Thread thread({.name = "ticker", .daemon = true}, [&] { seen = subject::current_thread(); });
  CHECK_EQ(thread.name(), "ticker", "the name of a thread that was given one");
  CHECK(thread.daemon(), "a thread that was made a daemon is none");
  thread.start();
  thread.join();
  CHECK_EQ(seen.name, "ticker", "the name that `current_thread` tells");
  CHECK(seen.daemon, "`current_thread` denies that it is a daemon");
  CHECK(seen.ident == thread.ident(), "`current_thread` and `ident` disagree");
}

SCENARIO(Thread, NamesAreMadeWhereNoneIsGiven, behaviour,
         "CPython: a unique name of the form “Thread-N” where N is a small decimal number.",
         .schedules = kFew) {
  const Thread first([] {});
  const Thread second([] {});
  for (const Thread* thread : {&first, &second}) {
    const std::string name = thread->name();
    CHECK(name.starts_with("Thread-") && name.size() > 7 && name[7] >= '0' && name[7] <= '9',
          "the name of a thread that was given none is not of the form Thread-N");
  }
  std::set<std::string> names = {first.name(), second.name()};
  for (int i = 0; i < 20; ++i)
    names.insert(Thread([] {}).name());
  CHECK_EQ(names.size(), 22U, "different names of 22 threads that were given none");
}

SCENARIO(Thread, IdentIsThatOfTheThread, behaviour,
         "`ident()` (`std::thread::id`). CPython: none before start; kept when it has ended.",
         .schedules = kFew) {
  std::thread::id own;
  Gate gate;
  Thread thread([&] {
    own = std::this_thread::get_id();
    gate.pass();
  });
  CHECK(thread.ident() == std::thread::id(), "`ident` before `start`");
  thread.start();
  const std::thread::id started = thread.ident();
  gate.open();
  thread.join();
  CHECK(started == own, "`ident` after `start` is not the thread's own");
  CHECK(thread.ident() == own, "`ident` of a thread that was joined is not what it was");
}

SCENARIO(Thread, TheMainThread, behaviour,
         "`current_thread()`, `main_thread()` (a `ThreadInfo`: name, ident, daemon).",
         .schedules = kFew) {
  const ThreadInfo main = subject::main_thread();
  CHECK_EQ(main.name, "MainThread", "the main thread's name");
  CHECK(!main.daemon, "the main thread is a daemon");
  CHECK(main.ident == std::this_thread::get_id(),
        "`main_thread` is not the thread that is in main");
  CHECK(subject::current_thread().ident == main.ident,
        "`current_thread`, called by the main thread, is not `main_thread`");
  std::thread::id seen;
  Thread thread([&seen] { seen = subject::main_thread().ident; });
  thread.start();
  thread.join();
  CHECK(seen == main.ident, "`main_thread`, called by another thread, is another");
}

SCENARIO(Thread, EnumerateListsWhoIsAlive, behaviour,
         "`enumerate()` (a vector of them), `active_count()`.", .schedules = kFew) {
  const std::size_t before = subject::active_count();
  CHECK(holds(subject::enumerate(), std::this_thread::get_id()), "`enumerate` leaves out main");
  Gate gate;
  Thread thread({.name = "lister"}, [&gate] { gate.pass(); });
  CHECK_EQ(subject::active_count(), before, "`active_count` with a thread that is not started");
  thread.start();
  CHECK_EQ(subject::active_count(), before + 1, "`active_count` with one more thread");
  const std::vector<ThreadInfo> threads = subject::enumerate();
  CHECK_EQ(threads.size(), before + 1, "the size of what `enumerate` returns");
  CHECK(holds(threads, thread.ident()), "`enumerate` leaves out a thread that runs");
  gate.open();
  thread.join();
  CHECK(!holds(subject::enumerate(), thread.ident()), "`enumerate` lists a thread that was joined");
}

SCENARIO(Thread, DaemonIsInherited, behaviour, "`daemon` is inherited from the creating thread.",
         .schedules = kFew) {
  CHECK(!Thread([] {}).daemon(), "a thread made by the main thread is a daemon");
  bool inherited = false;
  bool said = true;
  Thread daemon({.daemon = true}, [&] {
    inherited = Thread([] {}).daemon();
    said = Thread({.daemon = false}, [] {}).daemon();
  });
  daemon.start();
  daemon.join();
  CHECK(inherited, "a thread made by a daemon is none");
  CHECK(!said, "a thread made by a daemon, but said to be none, is one");
}

SCENARIO(Thread, AnExceptionGoesToTheHook, behaviour,
         "An exception that leaves `run` goes to `excepthook`, not to `std::terminate`.",
         .schedules = kFew) {
  std::string name;
  std::string what;
  const subject::Hook hook([&](const ThreadInfo& info, const std::exception_ptr& exception) {
    name = info.name;
    try {
      std::rethrow_exception(exception);
    } catch (const std::out_of_range& error) {
      what = error.what();
    }
  });
  const subject::Hook old = subject::set_excepthook(hook);
  Thread thread({.name = "thrower"}, [] { throw std::out_of_range("far"); });
  thread.start();
  CHECK(thread.join(), "`join` of a thread that threw returned false");
  subject::set_excepthook(old);
  CHECK_EQ(name, "thrower", "the name of the thread that the hook was told of");
  CHECK_EQ(what, "far", "what the exception says that the hook was given");
  CHECK(!thread.is_alive(), "a thread that threw and was joined is alive");
}

SCENARIO(Thread, DestroyingItJoins, behaviour, "Destroying a started thread joins it.",
         .schedules = kFew) {
  int plain = 0;
  {
    Thread thread([&plain] {
      std::this_thread::yield();
      plain = 1;
    });
    thread.start();
  }
  CHECK_EQ(plain, 1, "what the thread wrote, read after its object is gone");
  {
    const Thread never_started([] {});
  }
}

SCENARIO(Thread, ADaemonIsLetGo, behaviour, "Destroying a started thread …, a daemon is let go.",
         .schedules = kFew) {
  Gate gate;
  Gate done;
  Threads threads;
  const harness::Thread& owner = threads.spawn("owner", [&] {
    Thread daemon({.daemon = true}, [&] {
      gate.pass();
      done.open();
    });
    daemon.start();
  });
  CHECK_RETURNED(owner, "destroying a daemon that goes on did not return");
  gate.open();
  done.pass();
}

// ---- Whole programs: what they print, and their exit status ----

SCENARIO(Thread, TheProgramWaitsForItsThreads, interleaving,
         "At exit the program waits for every thread that is not a daemon.", .schedules = kFew) {
  static Gate gate;
  harness::begin_program({.output = "main ends\nthread ends\n", .status = 3});
  // Never destroyed, and so never joined.
  auto* const thread = new Thread([] {
    gate.pass();
    harness::settle();
    harness::print("thread ends");
  });
  thread->start();
  harness::print("main ends");
  harness::exit_program(3, [] { gate.open(); });
}

SCENARIO(Thread, NobodyWaitsForADaemon, interleaving,
         "At exit the program waits for every thread that is not a daemon.", .schedules = kFew) {
  static Gate never;
  harness::begin_program({.output = "main ends\n", .status = 0});
  Thread daemon({.daemon = true}, [] { never.pass(); });
  daemon.start();
  harness::print("main ends");
  harness::exit_program(0);
}

}  // namespace
