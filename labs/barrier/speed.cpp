#include <benchmark/benchmark.h>

#include "labs/barrier/subject.hpp"

// What a barrier costs, against the stand-in's in the same run. `at_most` is the generous multiple
// of the stand-in's time that still counts as fast.
namespace {

using subject::Barrier;

void alone(benchmark::State& state) {
  Barrier barrier(1);
  for (auto _ : state)
    benchmark::DoNotOptimize(barrier.wait());
  state.counters["at_most"] = 3;
}
BENCHMARK(alone)->Name("Barrier.Alone");

}  // namespace
