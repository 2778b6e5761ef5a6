#include "grader/stages/speed_times.hpp"

#include <gtest/gtest.h>

namespace grader {
namespace {

constexpr std::string_view kPrinted = R"({
  "context": {"num_cpus": 2},
  "benchmarks": [
    {"name": "Lock.Uncontended", "cpu_time": 12.5, "real_time": 40, "at_most": 3},
    {"name": "Lock.Contended/real_time/threads:2", "cpu_time": 30, "at_most": 10}
  ]
})";

TEST(SpeedTimes, AreReadFromWhatTheLibraryPrints) {
  const auto times = parse_speed_times(kPrinted);
  ASSERT_TRUE(times.has_value());
  ASSERT_EQ(times->size(), 2U);
  EXPECT_DOUBLE_EQ(times->at("Lock.Uncontended").nanoseconds, 12.5);
  EXPECT_DOUBLE_EQ(times->at("Lock.Contended").at_most, 10);
}

TEST(SpeedTimes, AnythingElseIsNotBelieved) {
  for (const char* text : {"", "[]", "{}", "{\"benchmarks\": [3]}", "no json",
                           "{\"benchmarks\": [{\"name\": \"x\", \"cpu_time\": -1}]}"}) {
    EXPECT_FALSE(parse_speed_times(text).has_value()) << text;
  }
}

TEST(SpeedTimes, TheLeastOfAllRoundsCounts) {
  SpeedTimes times = {{"a", {10, 3}}};
  keep_least(times, {{"a", {12, 3}}, {"b", {5, 3}}});
  keep_least(times, {{"a", {8, 3}}});
  EXPECT_DOUBLE_EQ(times.at("a").nanoseconds, 8);
  EXPECT_DOUBLE_EQ(times.at("b").nanoseconds, 5);
}

TEST(SpeedTimes, FastIsWithinTheMultipleOfTheStandIn) {
  const SpeedTimes stand_in = {{"a", {10, 3}}};
  EXPECT_TRUE(all_fast({{"a", {30, 0}}}, stand_in));
  EXPECT_FALSE(all_fast({{"a", {31, 0}}}, stand_in));
  EXPECT_FALSE(all_fast({}, stand_in)) << "a submission without a time";
}

TEST(SpeedTimes, ASubmissionCannotRaiseItsOwnLimit) {
  const auto results = judge_speed({{"a", {100, 1000}}}, {{"a", {10, 3}}});
  ASSERT_EQ(results.size(), 1U);
  EXPECT_EQ(results[0].verdict, Verdict::wrong);
  EXPECT_EQ(results[0].check.group, Group::speed);
  EXPECT_NE(results[0].detail.find("10.00 times"), std::string::npos) << results[0].detail;
}

TEST(SpeedTimes, ASubmissionWithoutATimeFails) {
  const auto results = judge_speed({}, {{"a", {10, 3}}});
  ASSERT_EQ(results.size(), 1U);
  EXPECT_EQ(results[0].verdict, Verdict::wrong);
  EXPECT_EQ(results[0].message, "gave no time");
}

}  // namespace
}  // namespace grader
