// Weak memory: every outcome that hardware shows is found, no forbidden one is.
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "explorer/explorer.h"
#include "explorer/litmus/outcomes.hpp"

namespace explorer::litmus {

void PrintTo(const OutcomeProgram& program, std::ostream* out) {
  *out << program.name;
}

namespace {

constexpr std::uint64_t kSchedules = 20000;
constexpr int kOutcomes = 10000;

// Outside the explored heap; each schedule marks one element at its end.
struct Observation {
  const OutcomeProgram* program;
  bool* seen;
};

void run_body(void* argument) {
  const auto* const observation = static_cast<const Observation*>(argument);
  observation->seen[observation->program->body()] = true;
}

class Outcomes : public testing::TestWithParam<OutcomeProgram> {};

TEST_P(Outcomes, AreThoseOfHardware) {
  const OutcomeProgram& program = GetParam();
  bool seen[kOutcomes] = {};
  Observation observation{&program, seen};
  static Result result;
  for (const Strategy strategy : {Strategy::portfolio, Strategy::random_family}) {
    Options options;
    options.strategy = strategy;
    options.schedules = kSchedules;
    explore(options, run_body, &observation, result);
    ASSERT_EQ(result.finding, Finding::none) << result.message;
  }
  std::set<int> allowed(program.reachable.begin(), program.reachable.end());
  for (const int outcome : program.reachable)
    EXPECT_TRUE(seen[outcome]) << outcome << " is never found";
  allowed.insert(program.tolerated.begin(), program.tolerated.end());
  for (int outcome = 0; outcome < kOutcomes; ++outcome)
    EXPECT_TRUE(!seen[outcome] || allowed.contains(outcome)) << outcome << " is forbidden";
}

std::string name_of_row(const testing::TestParamInfo<OutcomeProgram>& info) {
  return info.param.name;
}

INSTANTIATE_TEST_SUITE_P(StoreBuffering, Outcomes, testing::ValuesIn(store_buffering()),
                         name_of_row);
INSTANTIATE_TEST_SUITE_P(MessagePassing, Outcomes, testing::ValuesIn(message_passing()),
                         name_of_row);
INSTANTIATE_TEST_SUITE_P(Coherence, Outcomes, testing::ValuesIn(coherence()), name_of_row);
INSTANTIATE_TEST_SUITE_P(IndependentReads, Outcomes, testing::ValuesIn(independent_reads()),
                         name_of_row);

}  // namespace
}  // namespace explorer::litmus
