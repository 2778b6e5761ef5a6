#include "grader/stages/symbolise_frames.hpp"

#include <gtest/gtest.h>

namespace grader {
namespace {

TEST(ParseAddr2line, KeepsInlinedCallsInnermostFirst) {
  const Frames frames = parse_addr2line(
      "0x000000000002d9fd\n"
      "std::atomic<int>::load(std::memory_order) const\n"
      "/usr/include/c++/12/bits/atomic_base.h:488\n"
      "threading::Lock::acquire(bool)\n"
      "/submission/lock/lock.hpp:20 (discriminator 2)\n"
      "0x0000000000000010\n"
      "??\n"
      "??:0\n");
  ASSERT_EQ(frames.size(), 2U);
  const auto& calls = frames.at(0x2d9fd);
  ASSERT_EQ(calls.size(), 2U);
  EXPECT_EQ(calls[0].line, 488U);
  EXPECT_EQ(calls[1].file, "/submission/lock/lock.hpp");
  EXPECT_EQ(calls[1].line, 20U);
  EXPECT_EQ(calls[1].function, "threading::Lock::acquire(bool)");
  ASSERT_EQ(frames.at(0x10).size(), 1U);
  EXPECT_EQ(frames.at(0x10)[0].line, 0U);
  EXPECT_EQ(frames.at(0x10)[0].function, "");
}

TEST(ParseAddr2line, TakesTornText) {
  EXPECT_TRUE(parse_addr2line("").empty());
  EXPECT_EQ(parse_addr2line("0x10\nfunction").at(0x10).size(), 1U);
  EXPECT_TRUE(parse_addr2line("function\nfile:1\n").empty());
}

}  // namespace
}  // namespace grader
