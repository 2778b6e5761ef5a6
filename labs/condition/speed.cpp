#include <benchmark/benchmark.h>

#include "labs/condition/subject.hpp"

// What a condition costs, against the stand-in's in the same run. `at_most` is the generous
// multiple of the stand-in's time that still counts as fast.
namespace {

using subject::Condition;
using subject::Lock;
using subject::RLock;

// Nobody waits: the lock's own cost, and a look at an empty line.
template <class L>
void nobody_waits(benchmark::State& state) {
  Condition<L> condition;
  for (auto _ : state) {
    condition.acquire();
    condition.notify();
    condition.release();
  }
  state.counters["at_most"] = 3;
}
BENCHMARK(nobody_waits<Lock>)->Name("Condition.NobodyWaits");
BENCHMARK(nobody_waits<RLock>)->Name("Condition.NobodyWaitsWithAnRLock");

// Two threads take turns, so that each turn is a wait, a notification and a wake-up. Who leaves
// gives the turn away for good: the other may have rounds left.
void turn_by_turn(benchmark::State& state) {
  static Condition<Lock> condition;
  static int turn = 0;
  static bool gone[2] = {};
  const int self = state.thread_index();
  condition.acquire();
  gone[self] = false;
  condition.release();
  for (auto _ : state) {
    condition.acquire();
    condition.wait_for([self] { return turn == self || gone[1 - self]; });
    turn = 1 - self;
    condition.notify();
    condition.release();
  }
  condition.acquire();
  gone[self] = true;
  condition.notify();
  condition.release();
  state.counters["at_most"] = benchmark::Counter(10, benchmark::Counter::kAvgThreads);
}
BENCHMARK(turn_by_turn)->Name("Condition.TurnByTurn")->Threads(2)->UseRealTime();

}  // namespace
