#include <atomic>
#include <chrono>
#include <memory>

#include "harness/check.hpp"
#include "harness/scenario.hpp"
#include "harness/threads.hpp"
#include "labs/barrier/outcome.hpp"
#include "labs/barrier/subject.hpp"

// Real threads in numbers: what no exhaustive search can hold, and what only hardware shows.
namespace {

using namespace std::chrono_literals;
using harness::Threads;
using subject::Barrier;
using subject::Outcome;
using subject::outcome_of_wait;

SCENARIO(Barrier, InStep, stress,
         "It is cyclic: a fast thread never slips through a round that it does not belong to.",
         .weight = 2) {
  constexpr int kThreads = 4;
  constexpr int kRounds = 200;
  Barrier barrier(kThreads);
  int steps[kThreads] = {};
  Threads threads;
  threads.start_together(kThreads, [&](int number) {
    for (int round = 1; round <= kRounds; ++round) {
      steps[number] = round;
      barrier.wait();
      for (const int step : steps)
        CHECK_EQ(step, round, "steps of another thread when one was released");
      barrier.wait();
    }
  });
}

SCENARIO(Barrier, IndicesOfManyRounds, stress,
         "`wait` returns a different index 0 … parties−1 to each thread of a round.") {
  constexpr int kThreads = 4;
  constexpr int kRounds = 200;
  Barrier barrier(kThreads);
  std::atomic<int> times[kThreads] = {};
  Threads threads;
  threads.start_together(kThreads, [&](int) {
    for (int round = 0; round < kRounds; ++round) {
      const std::size_t index = barrier.wait();
      CHECK(index < kThreads, "an index is not below the number of parties");
      ++times[index];
    }
  });
  threads.join();
  for (const std::atomic<int>& each : times)
    CHECK_EQ(each.load(), kRounds, "times that an index was given");
}

SCENARIO(Barrier, ActionBetweenRounds, stress,
         "The action runs once a round, in one of the threads, before any is released.",
         .weight = 2) {
  constexpr int kThreads = 3;
  constexpr int kRounds = 200;
  int parts[kThreads] = {};
  int sum = 0;
  Barrier barrier(kThreads, [&] {
    sum = 0;
    for (const int part : parts)
      sum += part;
  });
  Threads threads;
  threads.start_together(kThreads, [&](int number) {
    for (int round = 1; round <= kRounds; ++round) {
      parts[number] = round;
      barrier.wait();
      CHECK_EQ(sum, kThreads * round, "what the action made of all threads' parts");
      barrier.wait();
    }
  });
}

SCENARIO(Barrier, ResetsAmongRounds, stress,
         "`reset()` gives waiting threads `BrokenBarrierError` and then makes it fresh.") {
  constexpr int kResets = 100;
  Barrier barrier(3);
  std::atomic<bool> stop = false;
  Threads threads;
  threads.start_together(3, [&](int) {
    while (!stop)
      static_cast<void>(outcome_of_wait(barrier));
  });
  for (int i = 0; i < kResets; ++i) {
    barrier.reset();
    std::this_thread::yield();
  }
  stop = true;
  barrier.abort();
}

SCENARIO(Barrier, ImpatientThreads, stress,
         "A timeout or `abort()` breaks it: all waiting threads, and later ones, get "
         "`BrokenBarrierError`.") {
  constexpr int kBarriers = 50;
  struct Meeting {
    Barrier barrier{3};
    std::atomic<int> passed = 0;
  };
  Meeting meetings[kBarriers];
  Threads threads;
  threads.start_together(3, [&](int number) {
    for (Meeting& each : meetings) {
      const Outcome outcome =
          number == 0 ? outcome_of_wait(each.barrier, 30us) : outcome_of_wait(each.barrier);
      if (outcome) ++each.passed;
    }
  });
  threads.join();
  for (const Meeting& each : meetings)
    CHECK_EQ(each.passed.load(), each.barrier.broken() ? 0 : 3, "threads that passed a round");
}

SCENARIO(Barrier, ShortLives, stress,
         "An object may be destroyed as soon as the last call on it returned.") {
  constexpr int kBarriers = 100;
  struct Owned {
    std::unique_ptr<Barrier> barrier = std::make_unique<Barrier>(2);
    std::atomic<int> users = 2;
  };
  Owned all[kBarriers];
  Threads threads;
  threads.start_together(2, [&](int) {
    for (Owned& each : all) {
      each.barrier->wait();
      if (--each.users == 0) each.barrier.reset();
    }
  });
}

}  // namespace
