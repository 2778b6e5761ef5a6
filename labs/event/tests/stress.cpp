#include <atomic>
#include <chrono>
#include <memory>

#include "harness/check.hpp"
#include "harness/scenario.hpp"
#include "harness/threads.hpp"
#include "labs/event/subject.hpp"

// Real threads in numbers: what no exhaustive search can hold, and what only hardware shows.
namespace {

using namespace std::chrono_literals;
using harness::Threads;
using subject::Event;

SCENARIO(Event, PingPongManyTimes, stress, "`set` frees all who were waiting.", .weight = 2) {
  constexpr int kRounds = 300;
  Event ping;
  Event pong;
  int ball = 0;
  Threads threads;
  threads.spawn("pong", [&] {
    for (int round = 0; round < kRounds; ++round) {
      ping.wait();
      ping.clear();
      ++ball;
      pong.set();
    }
  });
  for (int round = 0; round < kRounds; ++round) {
    ++ball;
    ping.set();
    pong.wait();
    pong.clear();
  }
  CHECK_EQ(ball, 2 * kRounds, "strokes");
}

SCENARIO(Event, StartingPistols, stress, "`set` frees all who were waiting.", .weight = 2) {
  constexpr int kPistols = 50;
  constexpr int kRunners = 4;
  Event pistols[kPistols];
  int data[kPistols] = {};
  Threads threads;
  threads.start_together(kRunners, [&](int) {
    for (int i = 0; i < kPistols; ++i) {
      CHECK(pistols[i].wait(), "`wait` without a timeout did not return true");
      CHECK_EQ(data[i], i + 1, "what was written before the event was set");
    }
  });
  for (int i = 0; i < kPistols; ++i) {
    data[i] = i + 1;
    pistols[i].set();
  }
}

SCENARIO(Event, AWorkerThatClearsAndLooks, stress,
         "`bool is_set() const` · `void set()` · `void clear()`.") {
  constexpr int kJobs = 300;
  Event event;
  std::atomic<int> jobs = 0;
  Threads threads;
  threads.spawn("worker", [&] {
    for (int done = 0; done < kJobs;) {
      event.wait();
      event.clear();
      done += jobs.exchange(0);
    }
  });
  threads.start_together(3, [&](int) {
    for (int i = 0; i < kJobs / 3; ++i) {
      ++jobs;
      event.set();
    }
  });
}

SCENARIO(Event, PatientAndImpatientWaiters, stress,
         "`bool wait(Timeout = {})` (the flag's value on return: false only on a timeout).") {
  constexpr int kRounds = 100;
  Event event;
  std::atomic<bool> stop = false;
  Threads threads;
  threads.start_together(3, [&](int number) {
    for (int i = 0; i < kRounds; ++i) {
      if (number == 0)
        event.wait();
      else
        event.wait(20us);
    }
    if (number == 0) stop = true;
  });
  while (!stop) {
    event.set();
    event.clear();
    std::this_thread::yield();
  }
}

SCENARIO(Event, SetThenClearFreesACrowd, stress,
         "`set` frees all who were waiting, even where `clear` follows at once.") {
  Event event;
  Threads threads;
  for (int i = 0; i < 4; ++i)
    threads.spawn("waiter", [&event] { event.wait(); });
  harness::settle();
  event.set();
  event.clear();
}

SCENARIO(Event, ShortLives, stress,
         "An object may be destroyed as soon as the last call on it returned.") {
  constexpr int kEvents = 100;
  struct Owned {
    std::unique_ptr<Event> event = std::make_unique<Event>();
    std::atomic<int> users = 2;
    void count_out() {
      if (--users == 0) event.reset();
    }
  };
  Owned all[kEvents];
  Threads threads;
  threads.spawn("setter", [&] {
    for (Owned& each : all) {
      each.event->set();
      each.count_out();
    }
  });
  for (Owned& each : all) {
    each.event->wait();
    each.count_out();
  }
}

}  // namespace
