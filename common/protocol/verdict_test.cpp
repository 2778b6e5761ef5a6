#include "protocol/verdict.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace protocol {
namespace {

TEST(Verdict, IsTheClosedSetOfTheContract) {
  const std::set<std::string> contract = {"passed",   "wrong",    "race",      "deadlock",
                                          "livelock", "misuse",   "memory",    "crash",
                                          "timeout",  "limit",    "forbidden", "does-not-compile",
                                          "missing",  "tampered", "not-run",   "grader-error"};
  std::set<std::string> ours;
  for (const Verdict verdict : kVerdicts)
    ours.emplace(to_string(verdict));
  EXPECT_EQ(ours, contract);
}

TEST(Verdict, EveryWordIsReadBack) {
  for (const Verdict verdict : kVerdicts)
    EXPECT_EQ(parse_verdict(to_string(verdict)), verdict);
  EXPECT_EQ(parse_verdict("PASSED"), std::nullopt);
  EXPECT_EQ(parse_verdict(""), std::nullopt);
}

TEST(Verdict, EveryVerdictIsExplainedInASentence) {
  for (const Verdict verdict : kVerdicts)
    EXPECT_EQ(explain(verdict).back(), '.');
}

TEST(Verdict, TheGraverOfTwoWins) {
  EXPECT_EQ(graver(Verdict::passed, Verdict::wrong), Verdict::wrong);
  EXPECT_EQ(graver(Verdict::race, Verdict::wrong), Verdict::race);
  EXPECT_EQ(graver(Verdict::deadlock, Verdict::race), Verdict::race);
  EXPECT_EQ(graver(Verdict::tampered, Verdict::memory), Verdict::tampered);
  EXPECT_EQ(graver(Verdict::not_run, Verdict::passed), Verdict::not_run);
  for (const Verdict verdict : kVerdicts) {
    EXPECT_EQ(graver(verdict, Verdict::grader_error), Verdict::grader_error);
  }
}

}  // namespace
}  // namespace protocol
