#include "grader/system/hang_watch.hpp"

#include <gtest/gtest.h>

namespace grader {
namespace {

using std::chrono::milliseconds;

// Feeds samples every 50 ms for `span`; `slices` of them a sample, running as told.
HangDetector fed(milliseconds span, std::uint64_t slices, bool running) {
  HangDetector detector;
  ThreadActivity activity;
  activity.threads = 2;
  activity.any_running = running;
  const HangDetector::Clock::time_point start{};
  for (milliseconds t{0}; t <= span; t += HangDetector::kPeriod) {
    detector.add(start + t, activity);
    activity.timeslices += slices;
  }
  return detector;
}

TEST(HangDetector, CallsAHangOnlyAfterTheWholeQuietTime) {
  EXPECT_FALSE(fed(milliseconds(4'900), 0, false).hangs());
  EXPECT_TRUE(fed(milliseconds(5'100), 0, false).hangs());
}

TEST(HangDetector, AThreadThatWakesNowAndThenIsNotTheStudents) {
  EXPECT_TRUE(fed(milliseconds(6'000), 1, false).hangs());
  EXPECT_FALSE(fed(milliseconds(6'000), 20, false).hangs());
}

TEST(HangDetector, AThreadThatWaitsForAProcessorIsNoHang) {
  const HangDetector detector = fed(milliseconds(6'000), 0, true);
  EXPECT_FALSE(detector.hangs());
  EXPECT_EQ(detector.activity(), Activity::busy);
}

TEST(HangDetector, AFewLooksAreNotEnoughHoweverLongTheyTake) {
  HangDetector detector;
  ThreadActivity activity;
  activity.threads = 1;
  for (int i = 0; i < 20; ++i)
    detector.add(HangDetector::Clock::time_point{} + std::chrono::seconds(i), activity);
  EXPECT_FALSE(detector.hangs());
}

TEST(HangDetector, AProcessThatHasEndedIsNoHang) {
  HangDetector detector = fed(milliseconds(4'900), 0, false);
  for (int i = 0; i < 300; ++i)
    detector.add(HangDetector::Clock::time_point{} + milliseconds(4'900 + i * 50), {});
  EXPECT_FALSE(detector.hangs());
  EXPECT_EQ(detector.activity(), Activity::unknown);
}

TEST(HangDetector, ForgetsWhatIsLongAgo) {
  HangDetector detector;
  const HangDetector::Clock::time_point start{};
  for (int i = 0; i < 300; ++i) {
    ThreadActivity activity;
    activity.threads = 2;
    activity.any_running = i < 100;
    activity.timeslices = i < 100 ? i * 10U : 1'000U;
    detector.add(start + i * HangDetector::kPeriod, activity);
  }
  EXPECT_TRUE(detector.hangs());
  EXPECT_EQ(detector.activity(), Activity::asleep);
}

}  // namespace
}  // namespace grader
