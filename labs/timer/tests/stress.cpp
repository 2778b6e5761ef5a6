#include <atomic>
#include <chrono>
#include <memory>
#include <thread>
#include <vector>

#include "harness/check.hpp"
#include "harness/scenario.hpp"
#include "harness/threads.hpp"
#include "labs/timer/subject.hpp"

// Real threads and real time: what only hardware shows.
namespace {

using namespace std::chrono_literals;
using harness::Threads;
using subject::Timer;

SCENARIO(Timer, ManyAtOnce, stress, "Calls the function once, on another thread.", .weight = 2) {
  std::vector<int> calls(10);
  std::vector<std::unique_ptr<Timer>> timers;
  for (int& each : calls) {
    timers.push_back(std::make_unique<Timer>(20us, [&each] { ++each; }));
    timers.back()->start();
  }
  for (std::size_t i = 0; i < timers.size(); ++i) {
    timers[i]->join();
    CHECK_EQ(calls[i], 1, "calls of a timer's function");
  }
}

SCENARIO(Timer, CancelsMeetFirings, stress, "Cancel later, or twice, does nothing.", .weight = 2) {
  for (int i = 0; i < 10; ++i) {
    int calls = 0;
    Timer timer(std::chrono::microseconds(10 * i), [&calls] { ++calls; });
    timer.start();
    Threads threads;
    threads.start_together(2, [&timer](int number) {
      if (number == 0) std::this_thread::yield();
      timer.cancel();
    });
    threads.join();
    timer.join();
    CHECK(calls <= 1, "the function was called more than once");
  }
}

SCENARIO(Timer, ShortLives, stress, "Its destructor cancels and joins.") {
  for (int i = 0; i < 10; ++i) {
    int calls = 0;
    {
      Timer timer(std::chrono::microseconds(15 * i), [&calls] { ++calls; });
      timer.start();
      std::this_thread::yield();
    }
    CHECK(calls <= 1, "the function was called more than once");
  }
}

}  // namespace
