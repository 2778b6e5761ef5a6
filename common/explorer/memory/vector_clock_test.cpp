#include "explorer/memory/vector_clock.h"

#include <gtest/gtest.h>

namespace explorer {
namespace {

TEST(VectorClock, KnowsNothingAtFirstButWhatNeverHappened) {
  const VectorClock clock{};
  EXPECT_TRUE(clock.knows(3, 0));
  EXPECT_FALSE(clock.knows(3, 1));
}

TEST(VectorClock, JoinTakesTheLaterOfEachThread) {
  VectorClock a;
  VectorClock b;
  a.set(0, 5);
  a.set(1, 1);
  b.set(1, 4);
  b.set(20, 2);
  a.join(b);
  EXPECT_EQ(a.of(0), 5u);
  EXPECT_EQ(a.of(1), 4u);
  EXPECT_EQ(a.of(20), 2u);
}

TEST(VectorClock, AssignForgetsThreadsThatTheOtherDoesNotKnow) {
  VectorClock large;
  VectorClock small;
  large.set(31, 9);
  small.set(0, 1);
  large.assign(small);
  EXPECT_EQ(large.of(31), 0u);
  large.set(31, 1);
  EXPECT_EQ(large.of(30), 0u) << "what lay in that block before must be gone";
}

}  // namespace
}  // namespace explorer
