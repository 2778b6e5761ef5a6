// How many executions it takes to see every schedule of the cured classics.
//
// The figures are those of the study that the explorer was designed by; more than that would mean
// that it takes apart schedules that do not differ.
#include <gtest/gtest.h>

#include <string>

#include "explorer/explorer.h"
#include "explorer/litmus/classics.hpp"

namespace explorer::litmus {
namespace {

struct Extent {
  const char* name;
  void (*body)();
  std::uint64_t executions;
  Strategy strategy = Strategy::depth_first;
  std::uint32_t bound = 0;  // of preemptions
};

constexpr Extent within(const char* name, void (*body)(), std::uint32_t bound,
                        std::uint64_t executions) {
  return {name, body, executions, Strategy::preemption_bound, bound};
}

constexpr Extent kDepthFirst[] = {
    {"TasLock", tas_lock, 10},    {"Peterson", peterson, 61},    {"Event", event, 6},
    {"LockOrder", lock_order, 5}, {"Barrier", barrier, 14},      {"RLock", rlock, 12},
    {"Queue3", queue3, 110},      {"Semaphore", semaphore, 238}, {"Queue4", queue4, 740555},
};

constexpr Extent kBounded[] = {
    within("TasLock2", tas_lock, 2, 25),
    within("TasLock3", tas_lock, 3, 35),
    within("Peterson2", peterson, 2, 113),
    within("Peterson3", peterson, 3, 412),
    within("Event2", event, 2, 17),
    within("Event3", event, 3, 21),
    within("LockOrder2", lock_order, 2, 16),
    within("LockOrder3", lock_order, 3, 17),
    within("Barrier2", barrier, 2, 41),
    within("Barrier3", barrier, 3, 66),
    within("RLock2", rlock, 2, 69),
    within("RLock3", rlock, 3, 137),
    within("Queue3At2", queue3, 2, 2674),
    within("Queue3At3", queue3, 3, 7102),
    within("Semaphore2", semaphore, 2, 17284),
    within("Semaphore3", semaphore, 3, 47180),
    within("FutexMutex2", futex_mutex, 2, 1367),
    within("FutexMutex3", futex_mutex, 3, 10882),
};

void PrintTo(const Extent& extent, std::ostream* out) {
  *out << extent.name;
}

void run_body(void* extent) {
  static_cast<const Extent*>(extent)->body();
}

class ExhaustiveSearch : public testing::TestWithParam<Extent> {};

TEST_P(ExhaustiveSearch, CompletesInNoMoreExecutionsThanTheStudy) {
  const Extent& extent = GetParam();
  Options options;
  options.strategy = extent.strategy;
  options.depth = extent.bound;
  options.schedules = extent.executions + 1;
  options.spurious_wakeups = false;
  options.weak_cas_failures = false;
  options.early_timeouts = false;
  options.stale_loads = false;
  static Result result;
  explore(options, run_body, const_cast<Extent*>(&extent), result);
  EXPECT_EQ(result.finding, Finding::none) << result.message;
  EXPECT_TRUE(result.exhausted);
  EXPECT_LE(result.schedules, extent.executions);
  RecordProperty("executions", std::to_string(result.schedules));
}

std::string name_of_row(const testing::TestParamInfo<Extent>& info) {
  return info.param.name;
}

INSTANTIATE_TEST_SUITE_P(DepthFirst, ExhaustiveSearch, testing::ValuesIn(kDepthFirst), name_of_row);
INSTANTIATE_TEST_SUITE_P(Bounded, ExhaustiveSearch, testing::ValuesIn(kBounded), name_of_row);

}  // namespace
}  // namespace explorer::litmus
