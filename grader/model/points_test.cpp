#include "grader/model/points.hpp"

#include <gtest/gtest.h>

#include "grader/model/report.hpp"

namespace grader {
namespace {

TEST(Points, ReadWithoutSuperfluousZeros) {
  EXPECT_EQ(to_string(Points{10000}), "100");
  EXPECT_EQ(to_string(Points{9650}), "96.5");
  EXPECT_EQ(to_string(Points{667}), "6.67");
  EXPECT_EQ(to_string(Points{607}), "6.07");
  EXPECT_EQ(to_string(Points{}), "0");
}

TEST(Points, ThirdsAddUpToTheWhole) {
  EXPECT_EQ(Points{3334} + Points{3333} + Points{3333}, Points::whole(100));
}

}  // namespace
}  // namespace grader
