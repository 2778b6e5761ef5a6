#include "demos/page.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace demos {
namespace {

constexpr const char* kPage = "# T\n<!-- measured -->\nold 1\n<!-- until here -->\nend\n";

TEST(WithBlock, ReplacesWhatStandsBetweenTheComments) {
  EXPECT_EQ(with_block(kPage, "new\n"), "# T\n<!-- measured -->\nnew\n<!-- until here -->\nend\n");
}

TEST(WithBlock, RefusesAPageWithoutAPlaceForIt) {
  EXPECT_THROW(static_cast<void>(with_block("# T\n", "new\n")), std::runtime_error);
  EXPECT_THROW(static_cast<void>(with_block("<!-- until here -->\n<!-- measured -->\n", "new\n")),
               std::runtime_error);
}

TEST(WithoutNumbers, LeavesTheWords) {
  EXPECT_EQ(without_numbers("| 4 threads | 1,234.5 ms |"), "| # threads | # ms |");
  EXPECT_EQ(without_numbers("| 10 threads | 7 ms |"), "| # threads | # ms |");
}

}  // namespace
}  // namespace demos
