#include <benchmark/benchmark.h>

#include "labs/semaphore/subject.hpp"

// What a semaphore costs, against the stand-in's in the same run. `at_most` is the generous
// multiple of the stand-in's time that still counts as fast.
namespace {

using subject::Semaphore;

void uncontended(benchmark::State& state) {
  Semaphore semaphore(2);
  for (auto _ : state) {
    semaphore.acquire();
    semaphore.release();
  }
  state.counters["at_most"] = 3;
}
BENCHMARK(uncontended)->Name("Semaphore.Uncontended");

// Two threads and one permit, each with a little work of its own between two turns.
void contended(benchmark::State& state) {
  static Semaphore semaphore;
  for (auto _ : state) {
    semaphore.acquire();
    benchmark::ClobberMemory();
    semaphore.release();
    for (int i = 0; i < 50; ++i)
      benchmark::DoNotOptimize(i);
  }
  state.counters["at_most"] = benchmark::Counter(10, benchmark::Counter::kAvgThreads);
}
BENCHMARK(contended)->Name("Semaphore.Contended")->Threads(2)->UseRealTime();

}  // namespace
