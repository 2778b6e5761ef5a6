// The long run, by hand: every correct program under every strategy, a million schedules each.
//
//   litmus_soak [SCHEDULES [FILTER]]
//
// Prints one line for each program and strategy; exit status 1 where any raised an alarm.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <span>

#include "explorer/litmus/programs.hpp"

namespace explorer::litmus {

// There are two executables of it: without thread_local variables fibers share a TLS block.
[[gnu::weak]] std::span<const Program> thread_locals();

namespace {

struct Search {
  const char* name;
  Strategy strategy;
  std::uint32_t depth;
};

constexpr Search kSearches[] = {
    {"random", Strategy::random_walk, 0},
    {"uniform", Strategy::uniform_walk, 0},
    {"pct3", Strategy::pct, 3},
    {"pct5", Strategy::pct, 5},
    {"pos", Strategy::pos, 0},
    {"family", Strategy::random_family, 0},
    {"bound2", Strategy::preemption_bound, 2},
    {"depth_first", Strategy::depth_first, 0},
    {"portfolio", Strategy::portfolio, 0},
};

void run_body(void* program) {
  static_cast<const Program*>(program)->body();
}

// Returns whether it stayed quiet.
bool stays_quiet(const Program& program, const Search& search, std::uint64_t schedules) {
  Options options;
  options.strategy = search.strategy;
  options.depth = search.depth;
  options.schedules = schedules;
  options.early_timeouts = program.timeouts == Timeouts::early;
  static Result result;
  explore(options, run_body, const_cast<Program*>(&program), result);
  const bool quiet = result.finding == Finding::none;
  std::printf("%-50s %-12s %10llu %s %s\n", program.name, search.name,
              static_cast<unsigned long long>(result.schedules),
              quiet ? (result.exhausted ? "all" : "clean") : name_of(result.finding),
              quiet ? "" : result.message);
  std::fflush(stdout);
  return quiet;
}

int soak(std::uint64_t schedules, const char* filter) {
  const std::span<const Program> tables[] = {
      mutexes(),
      shared_mutexes(),
      conditions(),
      monitors(),
      atomic_waits(),
      futexes(),
      semaphores(),
      threads(),
      stop_tokens(),
      futures(),
      once(),
      own_values(),
      times(),
      spin_locks(),
      memory_orders(),
      lock_free(),
      lifetimes(),
      heap(),
      deaths(),
      whole_programs(),
      thread_locals != nullptr ? thread_locals() : std::span<const Program>(),
  };
  int alarms = 0;
  for (const std::span<const Program> table : tables) {
    for (const Program& program : table) {
      if (program.expected != Finding::none || std::strstr(program.name, filter) == nullptr)
        continue;
      for (const Search& search : kSearches)
        alarms += stays_quiet(program, search, schedules) ? 0 : 1;
    }
  }
  std::printf("%d false alarms\n", alarms);
  return alarms == 0 ? 0 : 1;
}

}  // namespace
}  // namespace explorer::litmus

int main(int argc, char** argv) {
  const std::uint64_t schedules = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 1000000;
  return explorer::litmus::soak(schedules, argc > 2 ? argv[2] : "");
}
