#include "demos/bar_chart.hpp"

#include <gtest/gtest.h>

namespace demos {
namespace {

TEST(DrawBars, DrawsEachGroupToItsOwnScale) {
  const std::string svg = draw_bars(
      {{"Far", {{"one", 10, "10 ms"}, {"two", 5, "5 ms"}}}, {"Near", {{"one", 1, "1 ms"}}}});
  EXPECT_NE(svg.find("width=\"420\""), std::string::npos) << svg;
  EXPECT_NE(svg.find("width=\"210\""), std::string::npos) << svg;
  EXPECT_EQ(svg.find("width=\"42\""), std::string::npos) << svg;
  EXPECT_NE(svg.find(">5 ms</text>"), std::string::npos) << svg;
}

TEST(DrawBars, DrawsSomethingWhereNothingWasMeasured) {
  EXPECT_NE(draw_bars({{"None", {{"none", 0, "0 ms"}}}}).find("width=\"1\""), std::string::npos);
}

}  // namespace
}  // namespace demos
