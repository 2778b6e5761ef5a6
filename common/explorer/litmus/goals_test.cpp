// How soon each classic bug is found, over 200 base seeds, compared with its goal.
//
// Counted in schedules, so the figures are the same on every machine. A goal is a mean; no seed may
// take more than twenty times as many.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <string>

#include "explorer/explorer.h"
#include "explorer/litmus/classics.hpp"

namespace explorer::litmus {
namespace {

constexpr std::uint64_t kSeeds = 200;
constexpr std::uint64_t kSlack = 20;
constexpr std::uint64_t kMostSchedules = 40000;

struct Goal {
  const char* name;
  void (*body)();
  std::uint64_t schedules;
};

constexpr Goal kGoals[] = {
    {"NaiveLock", naive_lock, 10},
    {"RelaxedLock", relaxed_lock, 1},
    {"EventWithoutLock", event_without_lock, 40},
    {"Queue3If", queue3_if, 30},
    {"Queue4If", queue4_if, 10},
    {"LockOrderCrossed", lock_order_crossed, 10},
    {"Philosophers", philosophers, 30},
    {"FutexMutexForgetful", futex_mutex_forgetful, 200},
    {"SemaphoreAtZero", semaphore_at_zero, 25},
    {"BarrierWithoutGeneration", barrier_without_generation, 5},
    {"RLockLateOwner", rlock_late_owner, 30},
    {"PetersonAcquire", peterson_acquire, 40},
    {"FlagAndWaitersWeak", flag_and_waiters_weak, 400},
};

void PrintTo(const Goal& goal, std::ostream* out) {
  *out << goal.name;
}

void run_body(void* goal) {
  static_cast<const Goal*>(goal)->body();
}

class FindingGoals : public testing::TestWithParam<Goal> {};

TEST_P(FindingGoals, HoldForEverySeed) {
  const Goal& goal = GetParam();
  std::uint64_t sum = 0;
  std::uint64_t most = 0;
  for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
    Options options;
    options.strategy = Strategy::random_family;
    options.seed = seed;
    options.schedules = kMostSchedules;
    options.minimise = false;
    static Result result;
    explore(options, run_body, const_cast<Goal*>(&goal), result);
    ASSERT_NE(result.finding, Finding::none) << "missed with seed " << seed;
    sum += result.found_after;
    most = std::max(most, result.found_after);
  }
  std::printf("%-26s mean %7.1f  goal %4llu  max %6llu\n", goal.name,
              static_cast<double>(sum) / kSeeds, static_cast<unsigned long long>(goal.schedules),
              static_cast<unsigned long long>(most));
  EXPECT_LE(sum, goal.schedules * kSeeds);
  EXPECT_LE(most, goal.schedules * kSlack);
}

INSTANTIATE_TEST_SUITE_P(Classics, FindingGoals, testing::ValuesIn(kGoals),
                         [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace explorer::litmus
