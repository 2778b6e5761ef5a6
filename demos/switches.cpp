#include <fmt/format.h>
#include <sched.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstdint>
#include <functional>
#include <mutex>
#include <semaphore>
#include <string>
#include <system_error>
#include <thread>
#include <vector>

#include "demos/page.hpp"
#include "demos/stopwatch.hpp"
#include "lock/lock.hpp"

// What it costs to change from one thread to another, and what becomes of the same work when it is
// given to more and more threads. The page is switches.md.
namespace {

using demos::Effort;
using demos::Seconds;

// Keeps the calling thread, and threads that it starts, on the processor that it runs on now.
class OnOneProcessor {
 public:
  OnOneProcessor() {
    checked(::sched_getaffinity(0, sizeof before_, &before_));
    cpu_set_t one;
    CPU_ZERO(&one);
    CPU_SET(static_cast<unsigned>(::sched_getcpu()), &one);
    checked(::sched_setaffinity(0, sizeof one, &one));
  }
  OnOneProcessor(const OnOneProcessor&) = delete;
  OnOneProcessor& operator=(const OnOneProcessor&) = delete;
  ~OnOneProcessor() { ::sched_setaffinity(0, sizeof before_, &before_); }

 private:
  static void checked(int result) {
    if (result != 0) throw std::system_error(errno, std::generic_category(), "processors");
  }

  cpu_set_t before_{};
};

// Two threads that wake each other in turn: two switches a stroke.
Seconds time_of_switch(int strokes) {
  std::binary_semaphore ping(0);
  std::binary_semaphore pong(0);
  std::jthread other([&] {
    for (int i = 0; i < strokes; ++i) {
      ping.acquire();
      pong.release();
    }
  });
  return demos::time_of([&] {
           for (int i = 0; i < strokes; ++i) {
             ping.release();
             pong.acquire();
           }
         }) /
         (2.0 * strokes);
}

template <class Step>
Seconds time_of_each(int times, Step step) {
  return demos::time_of([&] {
           for (int i = 0; i < times; ++i)
             step();
         }) /
         times;
}

std::string row(const std::string& what, int runs, const std::function<Seconds()>& measured) {
  Seconds best = measured();
  for (int run = 1; run < runs; ++run)
    best = std::min(best, measured());
  return fmt::format("| {} | {:.0f} ns |\n", what, demos::nanoseconds(best));
}

std::string table_of_costs(Effort effort) {
  const int runs = effort == Effort::quick ? 1 : 100;
  threading::Lock lock;
  std::atomic<int> count = 0;
  std::string table = "| what | takes |\n| --- | ---: |\n";
  table += row("one addition, in one atomic step", runs,
               [&] { return time_of_each(1000, [&] { ++count; }); });
  table += row("a `Lock` that nobody else wants, acquired and released", runs,
               [&] { return time_of_each(1000, [&] { const std::lock_guard guard(lock); }); });
  table += row("a system call that does nothing", runs,
               [] { return time_of_each(1000, [] { ::syscall(SYS_getppid); }); });
  table += row("from one thread to another, on one processor", runs, [] {
    const OnOneProcessor here;
    return time_of_switch(200);
  });
  table += row("from one thread to another, wherever they are", runs,
               [] { return time_of_switch(200); });
  table += row("a thread, started and joined", runs,
               [] { return time_of_each(20, [] { std::jthread([] {}); }); });
  return table;
}

// A small piece of work, and its end entered with the lock held.
std::uint64_t work_on(std::uint64_t piece) {
  for (int i = 0; i < 500; ++i)
    piece = piece * 6364136223846793005U + 1442695040888963407U;
  return piece;
}

struct Crowd {
  Seconds time;
  long switches;
};

long switches_so_far() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  return usage.ru_nvcsw + usage.ru_nivcsw;
}

// The same pieces, shared out among more and more threads.
Crowd time_of_crowd(int threads, int pieces) {
  threading::Lock lock;
  std::uint64_t sum = 0;
  const long before = switches_so_far();
  const Seconds time = demos::time_of([&] {
    std::vector<std::jthread> crowd;
    for (int number = 0; number < threads; ++number) {
      crowd.emplace_back([&, number] {
        for (int piece = number; piece < pieces; piece += threads) {
          const std::uint64_t result = work_on(static_cast<std::uint64_t>(piece));
          const std::lock_guard guard(lock);
          sum += result;
        }
      });
    }
  });
  return {time, switches_so_far() - before};
}

std::string table_of_crowds(Effort effort) {
  constexpr int kPieces = 2000;
  const int runs = effort == Effort::quick ? 1 : 400;
  std::string table = "| threads | the same work takes | switches |\n| ---: | ---: | ---: |\n";
  for (const int threads : {1, 2, 8, 64, 512}) {
    Crowd best = time_of_crowd(threads, kPieces);
    for (int run = 1; run < runs; ++run) {
      const Crowd crowd = time_of_crowd(threads, kPieces);
      if (crowd.time < best.time) best = crowd;
    }
    table += fmt::format("| {} | {:.1f} ms | {} |\n", threads, demos::milliseconds(best.time),
                         best.switches);
  }
  return table;
}

std::string measure(Effort effort) {
  return fmt::format("{}\n{}\nMeasured on {} processors.\n", table_of_costs(effort),
                     table_of_crowds(effort), std::thread::hardware_concurrency());
}

}  // namespace

int main(int argc, char** argv) {
  return demos::run(argc, argv, measure);
}
