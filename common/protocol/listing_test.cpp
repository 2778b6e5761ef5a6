#include "protocol/listing.hpp"

#include <gtest/gtest.h>

namespace protocol {
namespace {

const ScenarioEntry kEntry = {
    "Lock.Counter", ScenarioKind::interleaving, 2, "labs/lock/tests/hidden.cpp", 41, "a counter"};

TEST(Listing, EveryFieldIsReadBack) {
  const auto entries = parse_listing(encode_line(kEntry));
  ASSERT_TRUE(entries.has_value());
  ASSERT_EQ(entries->size(), 1U);
  const ScenarioEntry& got = entries->front();
  EXPECT_EQ(got.name, kEntry.name);
  EXPECT_EQ(got.kind, kEntry.kind);
  EXPECT_EQ(got.weight, kEntry.weight);
  EXPECT_EQ(got.file, kEntry.file);
  EXPECT_EQ(got.line, kEntry.line);
  EXPECT_EQ(got.topic, kEntry.topic);
}

TEST(Listing, MalformedTextIsRefusedWhole) {
  const std::string line = encode_line(kEntry);
  EXPECT_FALSE(parse_listing(line.substr(0, line.size() - 1)).has_value()) << "no newline";
  EXPECT_FALSE(parse_listing(line + line).has_value()) << "a name twice";
  EXPECT_FALSE(parse_listing("hello\n").has_value());
  EXPECT_FALSE(parse_listing("a\tstress\t0\tf\t1\tt\n").has_value()) << "weight 0";
  EXPECT_FALSE(parse_listing("a\todd\t1\tf\t1\tt\n").has_value()) << "kind";
  EXPECT_FALSE(parse_listing("a\tstress\t1\tf\t1\tt\tx\n").has_value()) << "a field too many";
  EXPECT_FALSE(parse_listing("a\tstress\t1x\tf\t1\tt\n").has_value()) << "weight";
}

}  // namespace
}  // namespace protocol
