#include <benchmark/benchmark.h>

#include <vector>

#include "labs/pool/subject.hpp"

// What a pool costs, against the stand-in's in the same run. `at_most` is the generous multiple of
// the stand-in's time that still counts as fast.
namespace {

using subject::Future;
using subject::ThreadPoolExecutor;

constexpr int kTasks = 64;

// About a microsecond of work: so much that the pool's own share can still be seen.
int small_task() {
  int sum = 0;
  for (int i = 0; i < 1000; ++i)
    benchmark::DoNotOptimize(sum += i);
  return sum;
}

void small_tasks(benchmark::State& state) {
  ThreadPoolExecutor pool(2);
  std::vector<Future<int>> futures;
  for (auto _ : state) {
    futures.clear();
    for (int i = 0; i < kTasks; ++i)
      futures.push_back(pool.submit<int>(small_task));
    for (const Future<int>& future : futures)
      benchmark::DoNotOptimize(future.result());
  }
  state.SetItemsProcessed(state.iterations() * kTasks);
  state.counters["at_most"] = 5;
}
BENCHMARK(small_tasks)->Name("Pool.SmallTasks")->UseRealTime();

// One at a time: a worker falls asleep and is woken for each.
void one_after_another(benchmark::State& state) {
  ThreadPoolExecutor pool(1);
  for (auto _ : state)
    benchmark::DoNotOptimize(pool.submit<int>([] { return 1; }).result());
  state.counters["at_most"] = 5;
}
BENCHMARK(one_after_another)->Name("Pool.OneAfterAnother")->UseRealTime();

}  // namespace
