#include "explorer/schedule/frames.h"

#include <gtest/gtest.h>

namespace explorer {
namespace {

class FramesTest : public testing::Test {
 protected:
  FramesTest() { frames_.begin(1000); }
  Frames frames_;
};

TEST_F(FramesTest, AFunctionGivesUpWhatLiesBelowItsCaller) {
  frames_.enter(900, 1);
  frames_.enter(800, 1);
  EXPECT_EQ(frames_.leave(800), 900U);
  EXPECT_EQ(frames_.leave(900), 1000U);
}

TEST_F(FramesTest, FramesThatWereLeftUnseenAreForgotten) {
  frames_.enter(900, 1);
  frames_.enter(800, 1);
  frames_.enter(700, 1);  // left by a jump, as is the one before
  frames_.enter(850, 1);
  EXPECT_EQ(frames_.leave(850), 900U);
}

TEST_F(FramesTest, AFrameMayGrow) {
  frames_.enter(900, 1);
  frames_.enter(800, 2);
  EXPECT_FALSE(frames_.are_known(770, 2));
  frames_.grow(760);  // as after alloca
  frames_.grow(790);
  EXPECT_TRUE(frames_.are_known(770, 2));
  EXPECT_EQ(frames_.lowest(), 760U);
  EXPECT_EQ(frames_.leave(760), 900U);
  EXPECT_EQ(frames_.leave(900), 1000U);
}

TEST_F(FramesTest, KeepsTheLowestAddressThatOthersUsed) {
  frames_.note_touched(950);
  frames_.note_touched(870);
  frames_.note_touched(900);
  EXPECT_EQ(frames_.first_touched(), 870U);
  frames_.see_to(900);
  EXPECT_EQ(frames_.first_touched(), 900U);
}

TEST_F(FramesTest, AFrameIsThereForThoseWhoKnowOfIt) {
  frames_.enter(900, 2);
  frames_.enter(800, 4);
  EXPECT_TRUE(frames_.are_known(1000, 0)) << "thread_local";
  EXPECT_TRUE(frames_.are_known(950, 2));
  EXPECT_FALSE(frames_.are_known(950, 1));
  EXPECT_TRUE(frames_.are_known(800, 4));
  EXPECT_FALSE(frames_.are_known(899, 3)) << "what was there before it is gone";
  EXPECT_FALSE(frames_.are_known(799, 9)) << "below all frames";
  frames_.leave(800);
  EXPECT_FALSE(frames_.are_known(850, 9)) << "left";
}

TEST_F(FramesTest, NothingIsThereOnceTheThreadHasEnded) {
  frames_.enter(900, 1);
  frames_.end();
  EXPECT_FALSE(frames_.are_known(950, 9));
  EXPECT_FALSE(frames_.are_known(1001, 9)) << "thread_local";
}

TEST_F(FramesTest, TheDeepestGiveUpNothing) {
  for (std::uintptr_t i = 1; i <= 300; ++i)
    frames_.enter(1000 - i, 1);
  frames_.grow(690);
  EXPECT_TRUE(frames_.are_known(700, 1));
  EXPECT_EQ(frames_.leave(700), 700U);
  EXPECT_EQ(frames_.leave(743), 743U);
  EXPECT_EQ(frames_.leave(744), 745U);
}

}  // namespace
}  // namespace explorer
