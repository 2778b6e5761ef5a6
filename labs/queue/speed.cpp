#include <benchmark/benchmark.h>

#include "labs/queue/subject.hpp"

// What a queue costs, against the stand-in's in the same run: a std::mutex and three
// std::condition_variable. `at_most` is the generous multiple of the stand-in's time that still
// counts as fast.
namespace {

void uncontended(benchmark::State& state) {
  const auto queue = subject::make_queue<int>();
  for (auto _ : state) {
    queue->put(1);
    benchmark::DoNotOptimize(queue->get());
  }
  state.counters["at_most"] = 5;
}
BENCHMARK(uncontended)->Name("Queue.Uncontended");

// Each of two threads puts an item and takes one, its own or the other's: nobody waits for long.
void contended(benchmark::State& state) {
  static const auto queue = subject::make_queue<int>();
  for (auto _ : state) {
    queue->put(1);
    benchmark::DoNotOptimize(queue->get());
  }
  state.counters["at_most"] = benchmark::Counter(10, benchmark::Counter::kAvgThreads);
}
BENCHMARK(contended)->Name("Queue.Contended")->Threads(2)->UseRealTime();

// A hundred items in the heap: what the order costs.
void ordered(benchmark::State& state) {
  const auto queue = subject::make_priority_queue<int>();
  for (int item = 0; item < 100; ++item)
    queue->put(item);
  for (auto _ : state) {
    const int least = queue->get();
    queue->put(least + 61);
  }
  state.counters["at_most"] = 5;
}
BENCHMARK(ordered)->Name("Queue.Ordered");

}  // namespace
