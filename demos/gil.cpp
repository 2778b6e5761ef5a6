#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <functional>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "demos/interpreter_lock.hpp"
#include "demos/page.hpp"
#include "demos/stopwatch.hpp"
#include "lock/lock.hpp"

// What an interpreter lock does to threads that compute and to threads that wait, and what C++ does
// without one. The page is gil.md.
namespace {

using demos::Effort;
using demos::InterpreterLock;
using demos::Seconds;

constexpr int kThreadCounts[] = {1, 2, 4};

// A step of a computation: nothing that another thread could see.
std::uint64_t compute(std::uint64_t state) {
  for (int i = 0; i < 10'000; ++i) {
    state ^= state << 13U;
    state ^= state >> 7U;
    state ^= state << 17U;
  }
  return state;
}

void in_threads(int count, const std::function<void()>& work) {
  std::vector<std::jthread> threads;
  for (int i = 0; i < count; ++i)
    threads.emplace_back(work);
}

// `steps` steps, shared out among the threads; with a lock, or without.
Seconds time_computing(int threads, int steps, InterpreterLock* lock) {
  std::atomic<std::uint64_t> result = 0;
  return demos::time_of([&] {
    in_threads(threads, [&] {
      if (lock != nullptr) lock->acquire();
      std::uint64_t state = 88172645463325252U;
      for (int step = 0; step < steps / threads; ++step) {
        state = compute(state);
        if (lock != nullptr) lock->offer();
      }
      if (lock != nullptr) lock->release();
      result += state;
    });
  });
}

// Eight answers from far away, each 10 ms under way, shared out among the threads. Who waits, lets
// the lock go.
Seconds time_waiting(int threads, InterpreterLock& lock) {
  return demos::time_of([&] {
    in_threads(threads, [&] {
      lock.acquire();
      for (int answer = 0; answer < 8 / threads; ++answer) {
        lock.release();
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
        lock.acquire();
      }
      lock.release();
    });
  });
}

Seconds best_time(int runs, const std::function<Seconds()>& measure) {
  Seconds best = measure();
  for (int i = 1; i < runs; ++i)
    best = std::min(best, measure());
  return best;
}

std::string table_of_times(Effort effort) {
  const int runs = effort == Effort::quick ? 1 : 1000;
  const int steps = 120;  // short, so that some of the runs are undisturbed
  InterpreterLock lock;
  std::string table =
      "| threads | computing | computing, with the lock | waiting, with the lock |\n"
      "| ---: | ---: | ---: | ---: |\n";
  for (const int threads : kThreadCounts) {
    const Seconds free = best_time(runs, [&] { return time_computing(threads, steps, nullptr); });
    const Seconds locked = best_time(runs, [&] { return time_computing(threads, steps, &lock); });
    const Seconds waiting =
        best_time(std::min(runs, 20), [&] { return time_waiting(threads, lock); });
    table += fmt::format("| {} | {:.1f} ms | {:.1f} ms | {:.1f} ms |\n", threads,
                         demos::milliseconds(free), demos::milliseconds(locked),
                         demos::milliseconds(waiting));
  }
  return table;
}

// Two threads add one, many times each, in several runs: how many additions are missing in all, and
// what one takes.
template <class Add>
std::string row_of_additions(Effort effort, const std::string& how, const int& total, Add add) {
  const int runs = effort == Effort::quick ? 1 : 400;
  const int times = effort == Effort::quick ? 1'000 : 20'000;
  const Seconds time = demos::best_of(runs, [&] {
    in_threads(2, [&] {
      for (int i = 0; i < times; ++i)
        add();
    });
  });
  const int additions = 2 * runs * times;
  return fmt::format("| {} | {} of {} | {:.1f} ns |\n", how, additions - total, additions,
                     demos::nanoseconds(time) / (2.0 * times));
}

std::string table_of_additions(Effort effort) {
  int count = 0;
  const auto begin_anew = [&count] { count = 0; };
  threading::Lock lock;
  std::string table = "| `count += 1`, as | lost | each takes |\n| --- | ---: | ---: |\n";
  table += row_of_additions(effort, "a load, an addition, a store", count, [&] {
    std::atomic_ref<int> shared(count);
    shared.store(shared.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
  });
  begin_anew();
  const std::string atomic =
      row_of_additions(effort, "one atomic step", count, [&] { ++std::atomic_ref<int>(count); });
  begin_anew();
  const std::string guarded =
      row_of_additions(effort, "an addition with a `Lock` held", count, [&] {
        const std::lock_guard guard(lock);
        ++count;
      });
  for (const std::string& row : {atomic, guarded}) {
    if (row.find("| 0 of ") == std::string::npos) throw std::runtime_error("lost: " + row);
  }
  return table + atomic + guarded;
}

std::string measure(Effort effort) {
  return fmt::format("{}\n{}\nMeasured on {} processors.\n", table_of_times(effort),
                     table_of_additions(effort), std::thread::hardware_concurrency());
}

}  // namespace

int main(int argc, char** argv) {
  return demos::run(argc, argv, measure);
}
