#include <benchmark/benchmark.h>

#include "labs/event/subject.hpp"

// What an event costs, against the stand-in's in the same run. `at_most` is the generous multiple
// of the stand-in's time that still counts as fast.
namespace {

using subject::Event;

void nobody_waits(benchmark::State& state) {
  Event event;
  for (auto _ : state) {
    event.set();
    benchmark::DoNotOptimize(event.wait());
    event.clear();
  }
  state.counters["at_most"] = 3;
}
BENCHMARK(nobody_waits)->Name("Event.NobodyWaits");

}  // namespace
