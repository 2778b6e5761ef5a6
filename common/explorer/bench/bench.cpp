// Prints how many schedules a CPU-second the explorer runs, for each workload and strategy.
//
//   explorer_bench [WORKLOAD [STRATEGY]]   parts of names; none: all
//
// Races, faults and the recording of steps are on, as in a grading. Each figure is the best of
// three. "switches": what a step costs, as a multiple of a bare switch of stacks measured in the
// same run, by which machines can be compared.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <ctime>

#include "explorer/bench/bare_switch.hpp"
#include "explorer/bench/workloads.hpp"
#include "explorer/explorer.h"

namespace explorer::bench {
namespace {

constexpr int kRepeats = 3;

struct Search {
  const char* name;
  Strategy strategy;
};

constexpr Search kSearches[] = {
    {"random", Strategy::random_walk},
    {"uniform", Strategy::uniform_walk},
    {"pct", Strategy::pct},
    {"pos", Strategy::pos},
    {"depth first", Strategy::depth_first},
};

double cpu_seconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

// Nanoseconds, or 0 where there are no fibers.
double cost_of_a_switch() {
  constexpr std::uint64_t kRoundTrips = 5000000;
  double best = 0;
  for (int repeat = 0; repeat < kRepeats; ++repeat) {
    const double begin = cpu_seconds();
    if (!switch_stacks(kRoundTrips)) return 0;
    const double cost = (cpu_seconds() - begin) * 1e9 / (2.0 * kRoundTrips);
    best = best == 0 ? cost : std::min(best, cost);
  }
  return best;
}

void run_body(void* workload) {
  static_cast<const Workload*>(workload)->body();
}

struct Speed {
  double schedules = 0;    // a CPU-second
  double steps = 0;        // a schedule
  bool exhausted = false;  // too few schedules to tell
};

Speed measure(const Workload& workload, Strategy strategy) {
  Options options;
  options.strategy = strategy;
  options.schedules = workload.schedules;
  static Result result;
  Speed best;
  for (int repeat = 0; repeat < kRepeats; ++repeat) {
    const double begin = cpu_seconds();
    explore(options, run_body, const_cast<Workload*>(&workload), result);
    const double seconds = cpu_seconds() - begin;
    if (result.finding != Finding::none) {
      std::printf("%s: %s: %s\n", workload.name, name_of(result.finding), result.message);
      return {};
    }
    const auto schedules = static_cast<double>(result.schedules);
    best.schedules = std::max(best.schedules, schedules / seconds);
    best.steps = static_cast<double>(result.steps) / schedules;
    best.exhausted = result.exhausted;
  }
  return best;
}

const char* judged(const Workload& workload, double schedules) {
  if (workload.floor == 0) return "";
  if (schedules < static_cast<double>(workload.floor)) return "below the floor";
  return schedules < static_cast<double>(workload.target) ? "above the floor" : "at the target";
}

void print_table(const char* workloads_like, const char* searches_like) {
  const double bare = cost_of_a_switch();
  std::printf("a bare switch of stacks: %.1f ns\n\n", bare);
  std::printf("%-28s %-12s %12s %8s %8s %9s\n", "workload", "strategy", "schedules/s", "steps",
              "ns/step", "switches");
  for (const Workload& workload : workloads()) {
    if (std::strstr(workload.name, workloads_like) == nullptr) continue;
    for (const Search& search : kSearches) {
      if (std::strstr(search.name, searches_like) == nullptr) continue;
      const Speed speed = measure(workload, search.strategy);
      if (speed.schedules == 0 || speed.exhausted) continue;
      const double step = 1e9 / speed.schedules / speed.steps;
      std::printf("%-28s %-12s %12.0f %8.1f %8.1f %9.1f  %s\n", workload.name, search.name,
                  speed.schedules, speed.steps, step, bare == 0 ? 0 : step / bare,
                  judged(workload, speed.schedules));
      std::fflush(stdout);
    }
  }
}

}  // namespace
}  // namespace explorer::bench

int main(int argc, char** argv) {
  explorer::bench::print_table(argc > 1 ? argv[1] : "", argc > 2 ? argv[2] : "");
  return 0;
}
