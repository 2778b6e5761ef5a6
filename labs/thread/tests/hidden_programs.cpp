#include <memory>
#include <stdexcept>
#include <string>

#include "harness/gate.hpp"
#include "harness/program.hpp"
#include "harness/scenario.hpp"
#include "harness/threads.hpp"
#include "labs/thread/subject.hpp"

// Whole programs: what they have printed when they are over, and their exit status.
namespace {

using harness::Gate;
using subject::Thread;
using subject::ThreadInfo;

constexpr std::uint32_t kMany = 2000;

// Never destroyed: a program that exits in the midst of main leaves its objects behind.
Thread& left_behind(Thread* thread) {
  thread->start();
  return *thread;
}

SCENARIO(Thread, EveryOneIsWaitedFor, interleaving,
         "At exit the program waits for every thread that is not a daemon.", .schedules = kMany) {
  static Gate gates[2];
  harness::begin_program({.output = "main ends\nsecond ends\nfirst ends\n", .status = 7});
  left_behind(new Thread([] {
    gates[0].pass();
    harness::print("first ends");
  }));
  left_behind(new Thread([] {
    gates[1].pass();
    harness::print("second ends");
    gates[0].open();
  }));
  harness::print("main ends");
  harness::exit_program(7, [] { gates[1].open(); });
}

SCENARIO(Thread, OneThatIsStartedMeanwhile, interleaving,
         "At exit the program waits for every thread that is not a daemon.", .schedules = kMany) {
  static Gate gate;
  harness::begin_program({.output = "main ends\nchild ends\n", .status = 0});
  left_behind(new Thread([] {
    gate.pass();
    left_behind(new Thread([] {
      harness::settle();
      harness::print("child ends");
    }));
  }));
  harness::print("main ends");
  harness::exit_program(0, [] { gate.open(); });
}

SCENARIO(Thread, ADaemonsChildThatIsNone, interleaving,
         "At exit the program waits for every thread that is not a daemon.", .schedules = kMany) {
  static Gate gate;
  static Gate never;
  static Gate started;
  harness::begin_program({.output = "main ends\nchild ends\n", .status = 0});
  left_behind(new Thread({.daemon = true}, [] {
    left_behind(new Thread({.daemon = false}, [] {
      gate.pass();
      harness::settle();
      harness::print("child ends");
    }));
    started.open();
    never.pass();
  }));
  started.pass();
  harness::print("main ends");
  harness::exit_program(0, [] { gate.open(); });
}

SCENARIO(Thread, AThreadThatThrowsAtTheEnd, interleaving,
         "An exception that leaves `run` goes to `excepthook`. At exit the program waits.",
         .schedules = kMany) {
  static Gate gate;
  harness::begin_program({.output = "main ends\nhook for late\n", .status = 4});
  subject::set_excepthook(subject::Hook([](const ThreadInfo& info, const std::exception_ptr&) {
    harness::settle();
    harness::print("hook for " + info.name);
  }));
  left_behind(new Thread({.name = "late"}, [] {
    gate.pass();
    throw std::logic_error("late");
  }));
  harness::print("main ends");
  harness::exit_program(4, [] { gate.open(); });
}

SCENARIO(Thread, ADaemonThatEndsAtTheEnd, interleaving,
         "At exit the program waits for every thread that is not a daemon.", .schedules = kMany) {
  static Gate gate;
  harness::begin_program({.output = "main ends\n", .status = 0});
  {
    Thread daemon({.daemon = true}, [] {
      gate.pass();
      static_cast<void>(subject::current_thread());
    });
    daemon.start();
  }
  harness::print("main ends");
  harness::exit_program(0, [] { gate.open(); });
}

SCENARIO(Thread, AProgramWithoutThreadsEnds, interleaving,
         "At exit the program waits for every thread that is not a daemon.", .schedules = kMany) {
  harness::begin_program({.output = "main ends\n", .status = 5});
  Thread never_started([] {});
  {
    Thread ended([] {});
    ended.start();
  }
  harness::print("main ends");
  harness::exit_program(5);
}

SCENARIO(Thread, ASubclassAtTheEnd, interleaving,
         "At exit the program waits for every thread that is not a daemon.", .schedules = kMany) {
  static Gate gate;
  harness::begin_program({.output = "main ends\nrun ends\n", .status = 0});
  auto* const thread = new Thread(subject::thread_of_subclass({}, [] {
    gate.pass();
    harness::settle();
    harness::print("run ends");
  }));
  thread->start();
  harness::print("main ends");
  harness::exit_program(0, [] { gate.open(); });
}

}  // namespace
