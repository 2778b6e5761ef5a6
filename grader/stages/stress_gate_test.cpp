#include "grader/stages/stress_gate.hpp"

#include <gtest/gtest.h>

namespace grader {
namespace {

bool decided_by(Judge judge, Group group, Verdict verdict) {
  RawResult raw;
  raw.result.check.judge = judge;
  raw.result.check.group = group;
  raw.result.verdict = verdict;
  return explore_has_decided({RawResult{}, raw});
}

TEST(StressGate, ClosesOnWhateverExploreFindsInItsOwnGroup) {
  for (const Verdict verdict : {Verdict::wrong, Verdict::deadlock, Verdict::livelock,
                                Verdict::misuse, Verdict::race, Verdict::crash, Verdict::memory}) {
    EXPECT_TRUE(decided_by(Judge::explore, Group::explore, verdict)) << to_string(verdict);
  }
  EXPECT_FALSE(decided_by(Judge::explore, Group::explore, Verdict::passed));
  EXPECT_FALSE(decided_by(Judge::explore, Group::explore, Verdict::grader_error)) << "ours";
}

TEST(StressGate, ClosesOnABehaviourCheckOnlyWhereThatForfeitsStressAnyway) {
  for (const Verdict verdict : {Verdict::race, Verdict::memory, Verdict::tampered})
    EXPECT_TRUE(decided_by(Judge::explore, Group::behaviour, verdict)) << to_string(verdict);
  EXPECT_FALSE(decided_by(Judge::explore, Group::behaviour, Verdict::wrong));
  EXPECT_FALSE(decided_by(Judge::explore, Group::behaviour, Verdict::livelock));
}

TEST(StressGate, TakesNoNoticeOfStressItself) {
  EXPECT_FALSE(decided_by(Judge::stress, Group::stress, Verdict::race));
}

TEST(StressGate, NamesWhyACheckWasHeldBack) {
  PlannedCheck check;
  check.judge = Judge::stress;
  const RawResult raw = held_back(check);
  EXPECT_EQ(raw.result.verdict, Verdict::not_run);
  EXPECT_EQ(raw.result.check.judge, Judge::stress);
  EXPECT_NE(raw.result.message.find("explore"), std::string::npos);
}

}  // namespace
}  // namespace grader
