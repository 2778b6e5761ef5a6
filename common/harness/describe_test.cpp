#include "harness/describe.hpp"

#include <gtest/gtest.h>

namespace harness {
namespace {

using namespace std::chrono_literals;

TEST(Describe, SaysAValueAsAReaderWould) {
  EXPECT_EQ(describe(true), "true");
  EXPECT_EQ(describe(-3), "-3");
  EXPECT_EQ(describe(std::size_t{7}), "7");
  EXPECT_EQ(describe("text"), "\"text\"");
  EXPECT_EQ(describe(std::string("text")), "\"text\"");
  EXPECT_EQ(describe(1500us), "1.500000 ms");
}

struct Opaque {};

TEST(Describe, HasAWordForWhatItDoesNotKnow) {
  EXPECT_EQ(describe(Opaque{}), "another value");
}

}  // namespace
}  // namespace harness
