#include "grader/stages/score.hpp"

#include <gtest/gtest.h>

namespace grader {
namespace {

LabSpec lab() {
  LabSpec lab;
  lab.points = Points::whole(100);
  lab.points_by = {Points::whole(20), Points::whole(50), Points::whole(20), Points::whole(10)};
  return lab;
}

CheckResult result(std::string name, Judge judge, Group group, Verdict verdict, double weight = 1) {
  CheckResult result;
  result.check.scenario.name = std::move(name);
  result.check.scenario.weight = weight;
  result.check.judge = judge;
  result.check.group = group;
  result.verdict = verdict;
  return result;
}

RunResult all(Verdict explore, Verdict stress) {
  RunResult run;
  run.checks = {result("B1", Judge::explore, Group::behaviour, Verdict::passed),
                result("I1", Judge::explore, Group::explore, Verdict::passed),
                result("I2", Judge::explore, Group::explore, explore),
                result("I3", Judge::explore, Group::explore, Verdict::passed),
                result("I2", Judge::stress, Group::stress, stress),
                result("S1", Judge::stress, Group::stress, Verdict::passed)};
  return run;
}

TEST(Score, FullMarksAreExactAlthoughThirdsDoNotDivide) {
  const Score got = score(lab(), all(Verdict::passed, Verdict::passed));
  EXPECT_EQ(got.points, Points::whole(90));
  EXPECT_EQ(got.max_points, Points::whole(90)) << "speed was not judged";
  EXPECT_EQ(got.verdict, Verdict::passed);
  EXPECT_EQ(got.checks[1].max_points.hundredths, 1667);
  EXPECT_EQ(got.checks[2].max_points.hundredths, 1667);
  EXPECT_EQ(got.checks[3].max_points.hundredths, 1666);
  ASSERT_EQ(got.groups.size(), 3U);
  EXPECT_EQ(got.groups[1].group, Group::explore);
  EXPECT_EQ(got.groups[1].points, Points::whole(50));
}

TEST(Score, AFailedCheckCostsItsShareOnly) {
  const Score got = score(lab(), all(Verdict::deadlock, Verdict::passed));
  EXPECT_EQ(got.points.hundredths, 9000 - 1667);
  EXPECT_EQ(got.verdict, Verdict::deadlock);
  EXPECT_FALSE(got.groups[2].forfeited);
}

TEST(Score, WhatExploreKeptFromBeingRunWithRealThreadsEarnsNothing) {
  RunResult run = all(Verdict::deadlock, Verdict::not_run);
  run.checks[5].verdict = Verdict::not_run;
  const Score got = score(lab(), run);
  EXPECT_EQ(got.points.hundredths, 7000 - 1667);
  EXPECT_EQ(got.verdict, Verdict::deadlock);
  EXPECT_TRUE(got.groups[2].forfeited);
  EXPECT_FALSE(got.checks[4].only_stress) << "it was not even run";
}

class GraveVerdict : public testing::TestWithParam<Verdict> {};

TEST_P(GraveVerdict, AnywhereForfeitsTheStressGroup) {
  const Score got = score(lab(), all(GetParam(), Verdict::passed));
  EXPECT_EQ(got.points.hundredths, 2000 + 5000 - 1667);
  EXPECT_TRUE(got.groups[2].forfeited);
  EXPECT_EQ(got.groups[2].points, Points{});
}

INSTANTIATE_TEST_SUITE_P(Table, GraveVerdict,
                         testing::Values(Verdict::race, Verdict::memory, Verdict::tampered));

TEST(Score, OurOwnTroubleCostsNothing) {
  const Score got = score(lab(), all(Verdict::grader_error, Verdict::passed));
  EXPECT_EQ(got.points, got.max_points);
  EXPECT_EQ(got.verdict, Verdict::grader_error);
}

TEST(Score, MarksWhatOnlyStressFound) {
  const Score only = score(lab(), all(Verdict::passed, Verdict::deadlock));
  EXPECT_TRUE(only.checks[4].only_stress);
  EXPECT_FALSE(only.checks[5].only_stress) << "it passed";
  const Score both = score(lab(), all(Verdict::wrong, Verdict::deadlock));
  EXPECT_FALSE(both.checks[4].only_stress);
  RunResult alone;
  alone.checks = {result("S1", Judge::stress, Group::stress, Verdict::wrong)};
  EXPECT_FALSE(score(lab(), alone).checks[0].only_stress) << "nobody else looked";
}

TEST(Score, WeightsAreShares) {
  RunResult run;
  run.checks = {result("A", Judge::explore, Group::explore, Verdict::passed, 0.5),
                result("B", Judge::explore, Group::explore, Verdict::wrong, 2)};
  const Score got = score(lab(), run);
  EXPECT_EQ(got.checks[0].max_points, Points::whole(10));
  EXPECT_EQ(got.checks[1].max_points, Points::whole(40));
  EXPECT_EQ(got.points, Points::whole(10));
}

TEST(Score, ARejectedSubmissionGetsNothingOfWhatWouldHaveBeenJudged) {
  std::vector<PlannedCheck> planned;
  for (const CheckResult& check : all(Verdict::passed, Verdict::passed).checks)
    planned.push_back(check.check);
  const Score got = score_of_rejected(lab(), Verdict::does_not_compile, planned);
  EXPECT_EQ(got.points, Points{});
  EXPECT_EQ(got.max_points, Points::whole(90));
  EXPECT_EQ(got.verdict, Verdict::does_not_compile);
}

}  // namespace
}  // namespace grader
