#include "grader/report/columns.hpp"

#include <gtest/gtest.h>

namespace grader {
namespace {

using Lines = std::vector<std::string>;

TEST(Columns, CountCharactersNotBytes) {
  EXPECT_EQ(columns_of("a→b…"), 4U);
}

TEST(Clip, ShowsThatSomethingIsMissing) {
  EXPECT_EQ(clip("abcdef", 6), "abcdef");
  EXPECT_EQ(clip("abcdef", 4), "abc…");
  EXPECT_EQ(clip("→→→→", 2), "→…");
  EXPECT_EQ(clip("abc", 0), "");
}

TEST(Fit, IsExactlyAsWideAsAsked) {
  EXPECT_EQ(fit("ab", 4), "ab  ");
  EXPECT_EQ(fit("abcdef", 4), "abc…");
}

TEST(BothEnds, ClipsTheLeftOneOnly) {
  EXPECT_EQ(both_ends("title", "9 / 10", 14), "title   9 / 10");
  EXPECT_EQ(both_ends("a long title", "9 / 10", 12), "a lo… 9 / 10");
}

TEST(Wrap, BreaksAtBlanks) {
  EXPECT_EQ(wrap("one two three", 7), (Lines{"one two", "three"}));
  EXPECT_EQ(wrap("one\ntwo", 80), (Lines{"one", "two"}));
  EXPECT_EQ(wrap("", 80), Lines{});
}

TEST(Wrap, KeepsTheIndentationOfAParagraph) {
  EXPECT_EQ(wrap("  one two three", 9), (Lines{"  one two", "  three"}));
}

TEST(Wrap, LeavesWhatFitsAsItIs) {
  EXPECT_EQ(wrap("  9 |   int x\n    |   ^~~", 16), (Lines{"  9 |   int x", "    |   ^~~"}));
}

TEST(Wrap, LeavesALongWordWhole) {
  EXPECT_EQ(wrap("see extraordinarily", 6), (Lines{"see", "extraordinarily"}));
}

}  // namespace
}  // namespace grader
