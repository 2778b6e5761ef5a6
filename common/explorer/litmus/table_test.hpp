// What every program of a table is held to: it earns its verdict, and its schedule can be replayed.
// Included once in a test executable, which names its tables with LITMUS_TABLE.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "explorer/litmus/programs.hpp"

namespace explorer::litmus {

void PrintTo(const Program& program, std::ostream* out) {
  *out << program.name;
}

namespace {

constexpr std::uint64_t kBudgetOfBroken = 40000;
constexpr std::uint64_t kBudgetOfCorrect = 5000;
constexpr std::uint64_t kBudgetOfExhausted = 200000;

void run_body(void* program) {
  static_cast<const Program*>(program)->body();
}

Result run(const Program& program, Options options) {
  options.early_timeouts = program.timeouts == Timeouts::early;
  static Result result;
  explore(options, run_body, const_cast<Program*>(&program), result);
  return result;
}

std::string described(const Result& result) {
  return std::string(name_of(result.finding)) + " after " + std::to_string(result.schedules) +
         " schedules: " + result.message + "\n" + result.detail;
}

class Litmus : public testing::TestWithParam<Program> {};

TEST_P(Litmus, EarnsItsVerdict) {
  const Program& program = GetParam();
  Options options;
  const bool correct = program.expected == Finding::none;
  options.schedules = correct ? kBudgetOfCorrect : kBudgetOfBroken;
  const Result result = run(program, options);
  if (result.finding == program.alternative) return;
  EXPECT_STREQ(name_of(result.finding), name_of(program.expected)) << described(result);
}

// Depth first may have seen all there is to see, and so the portfolio has not gone on.
TEST_P(Litmus, RaisesNoFalseAlarmAtRandom) {
  const Program& program = GetParam();
  if (program.expected != Finding::none) return;
  Options options;
  options.strategy = Strategy::random_family;
  options.schedules = kBudgetOfCorrect;
  const Result result = run(program, options);
  EXPECT_EQ(result.finding, Finding::none) << described(result);
}

// The schedule that was found leads to the same steps again, on either back end.
TEST_P(Litmus, ReplaysItsSchedule) {
  const Program& program = GetParam();
  Options options;
  options.schedules = program.expected == Finding::none ? 1 : kBudgetOfBroken;
  const Result found = run(program, options);
  const std::vector<Deviation> deviations(found.deviations,
                                          found.deviations + found.deviation_count);
  for (const Backend backend : {Backend::fibers, Backend::threads}) {
    Options replay;
    replay.strategy = Strategy::replay;
    replay.schedules = 1;
    replay.backend = backend;
    replay.deviations = deviations.data();
    replay.deviation_count = static_cast<std::uint32_t>(deviations.size());
    const Result again = run(program, replay);
    const std::string where = backend == Backend::fibers ? "fibers: " : "threads: ";
    EXPECT_STREQ(name_of(again.finding), name_of(found.finding)) << where << described(again);
    EXPECT_EQ(again.digest, found.digest) << where << described(again);
  }
}

TEST_P(Litmus, SaysWhenEveryScheduleIsSeen) {
  const Program& program = GetParam();
  if (program.extent == Extent::sampled) return;
  Options options;
  options.strategy = Strategy::depth_first;
  options.schedules = kBudgetOfExhausted;
  options.spurious_wakeups = false;
  options.weak_cas_failures = false;
  options.stale_loads = false;
  const Result result = run(program, options);
  EXPECT_EQ(result.finding, Finding::none) << described(result);
  EXPECT_TRUE(result.exhausted) << result.schedules << " schedules";
}

std::string name_of_row(const testing::TestParamInfo<Program>& info) {
  return info.param.name;
}

#define LITMUS_TABLE(Name, table)                                                           \
  INSTANTIATE_TEST_SUITE_P(Name, Litmus, testing::ValuesIn((table).begin(), (table).end()), \
                           name_of_row)

}  // namespace
}  // namespace explorer::litmus
