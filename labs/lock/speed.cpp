#include <benchmark/benchmark.h>

#include "labs/lock/subject.hpp"

// What a lock costs, against the stand-in's in the same run. `at_most` is the generous multiple of
// the stand-in's time that still counts as fast.
namespace {

using subject::Lock;

void uncontended(benchmark::State& state) {
  Lock lock;
  for (auto _ : state) {
    lock.acquire();
    lock.release();
  }
  state.counters["at_most"] = 3;
}
BENCHMARK(uncontended)->Name("Lock.Uncontended");

// Two threads at one lock, each with a little work of its own between two turns.
void contended(benchmark::State& state) {
  static Lock lock;
  for (auto _ : state) {
    lock.acquire();
    benchmark::ClobberMemory();
    lock.release();
    for (int i = 0; i < 50; ++i)
      benchmark::DoNotOptimize(i);
  }
  state.counters["at_most"] = benchmark::Counter(10, benchmark::Counter::kAvgThreads);
}
BENCHMARK(contended)->Name("Lock.Contended")->Threads(2)->UseRealTime();

}  // namespace
