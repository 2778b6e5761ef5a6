#include "protocol/listing.hpp"

#include <gtest/gtest.h>

namespace protocol {
namespace {

TEST(Listing, EveryFieldIsRead) {
  const auto entries =
      parse_listing("Lock.Counter\thidden\tinterleaving\texplore,stress\t0.5\t50000\ta counter\n");
  ASSERT_TRUE(entries.has_value());
  ASSERT_EQ(entries->size(), 1U);
  const ScenarioEntry& got = entries->front();
  EXPECT_EQ(got.name, "Lock.Counter");
  EXPECT_EQ(got.visibility, "hidden");
  EXPECT_EQ(got.kind, ScenarioKind::interleaving);
  EXPECT_EQ(got.judges, (std::vector<Judge>{Judge::explore, Judge::stress}));
  EXPECT_EQ(got.weight, 0.5);
  EXPECT_EQ(got.schedules, 50'000U);
  EXPECT_EQ(got.topic, "a counter");
}

TEST(Listing, MalformedTextIsRefusedWhole) {
  const std::string line = "a\tpublic\tstress\tstress\t1\t0\ttopic\n";
  EXPECT_TRUE(parse_listing(line).has_value());
  EXPECT_FALSE(parse_listing(line.substr(0, line.size() - 1)).has_value()) << "no newline";
  EXPECT_FALSE(parse_listing(line + line).has_value()) << "a name twice";
  EXPECT_FALSE(parse_listing("hello\n").has_value());
  EXPECT_FALSE(parse_listing("a\tpublic\tstress\tstress\t0\t0\tt\n").has_value()) << "weight 0";
  EXPECT_FALSE(parse_listing("a\tpublic\todd\tstress\t1\t0\tt\n").has_value()) << "kind";
  EXPECT_FALSE(parse_listing("a\tpublic\tstress\tluck\t1\t0\tt\n").has_value()) << "judge";
  EXPECT_FALSE(parse_listing("a\tpublic\tstress\tstress\t1\t0\tt\tx\n").has_value()) << "a field";
  EXPECT_FALSE(parse_listing("a\tpublic\tstress\tstress\t1x\t0\tt\n").has_value()) << "weight";
}

}  // namespace
}  // namespace protocol
