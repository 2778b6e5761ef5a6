#include "grader/report/clean_text.hpp"

#include <gtest/gtest.h>

namespace grader {
namespace {

TEST(CleanText, KeepsWordsAndLineBreaks) {
  EXPECT_EQ(clean_text("a → b\nc"), "a → b\nc");
  EXPECT_EQ(clean_text("a\tb\r\nc"), "a  b\nc");
}

TEST(CleanText, TakesTheTeethOutOfEscapeSequences) {
  EXPECT_EQ(clean_text("\x1b[2Jgone"), "\uFFFD[2Jgone");
  EXPECT_EQ(clean_text("a\rb"), "a\uFFFDb");
  EXPECT_EQ(clean_text("\u009b2J"), "\uFFFD2J");
  EXPECT_EQ(clean_text("if (\u202Ereversed"), "if (\uFFFDreversed");
}

TEST(CleanText, ReplacesWhatIsNotUtf8ByteByByte) {
  EXPECT_EQ(clean_text("\xff\xc3(\xe2\x82"), "\uFFFD\uFFFD(\uFFFD\uFFFD");
  EXPECT_EQ(clean_text("\xc0\xaf"), "\uFFFD\uFFFD");            // an overlong '/'
  EXPECT_EQ(clean_text("\xed\xa0\x80"), "\uFFFD\uFFFD\uFFFD");  // half a surrogate pair
}

TEST(CleanLine, HasNoLineBreak) {
  EXPECT_EQ(clean_line("a\nb"), "a b");
}

}  // namespace
}  // namespace grader
