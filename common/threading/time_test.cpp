#include "threading/time.hpp"

#include <gtest/gtest.h>

namespace threading {
namespace {

using namespace std::chrono_literals;

TEST(Deadline, WithoutATimeoutNeverPasses) {
  const Deadline deadline(std::nullopt);
  EXPECT_FALSE(deadline.passed());
  EXPECT_EQ(deadline.left(), std::nullopt);
  EXPECT_EQ(deadline.moment(), std::nullopt);
}

TEST(Deadline, OfNoTimeHasPassed) {
  const Deadline deadline(0ns);
  EXPECT_TRUE(deadline.passed());
  EXPECT_EQ(deadline.left(), Timeout(0ns));
}

TEST(Deadline, InThePastLeavesNothingRatherThanLess) {
  for (const Duration past : {Duration(-1), Duration(-1h), Duration::min()}) {
    const Deadline deadline(past);
    EXPECT_TRUE(deadline.passed());
    EXPECT_EQ(deadline.left(), Timeout(0ns));
  }
}

TEST(Deadline, LeavesAtMostWhatItWasGiven) {
  const Deadline deadline(1h);
  EXPECT_FALSE(deadline.passed());
  EXPECT_GT(deadline.left(), Timeout(0ns));
  EXPECT_LE(deadline.left(), Timeout(1h));
}

TEST(Deadline, SaturatesAtTheLargestTimeout) {
  const Deadline deadline(Duration::max());
  EXPECT_FALSE(deadline.passed());
  EXPECT_EQ(deadline.moment(), Deadline::Clock::time_point::max());
  EXPECT_GT(deadline.left(), Timeout(std::chrono::hours(24 * 365)));
}

}  // namespace
}  // namespace threading
