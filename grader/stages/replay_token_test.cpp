#include "grader/stages/replay_token.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "grader/model/error.hpp"
#include "grader/system/base64url.hpp"

namespace grader {
namespace {

ReplayToken token() {
  return {"lock",
          "Lock.TwoThreadsNeverHoldItAtOnce",
          "00ff00ff12345678",
          Prerequisites::own,
          {{3, 1}, {9, 2}, {70'000, 1}}};
}

TEST(ReplayToken, EveryFieldIsReadBack) {
  const ReplayToken got = decode_token(encode_token(token()));
  EXPECT_EQ(got.lab, token().lab);
  EXPECT_EQ(got.scenario, token().scenario);
  EXPECT_EQ(got.digest_prefix, token().digest_prefix);
  EXPECT_EQ(got.prerequisites, Prerequisites::own);
  ASSERT_EQ(got.deviations.size(), 3U);
  EXPECT_EQ(got.deviations[2].at, 70'000U);
  EXPECT_EQ(got.deviations[2].pick, 1U);
}

TEST(ReplayToken, IsShortEnoughToPaste) {
  EXPECT_LE(encode_token(token()).size(), 100U);
}

TEST(ReplayToken, IsRefusedWhereALetterChangedOrIsMissing) {
  const std::string good = encode_token(token());
  for (std::size_t i = 0; i < good.size(); ++i) {
    std::string bad = good;
    bad[i] = bad[i] == 'A' ? 'B' : 'A';
    EXPECT_THROW(static_cast<void>(decode_token(bad)), UsageError) << i;
    EXPECT_THROW(static_cast<void>(decode_token(good.substr(0, i))), UsageError) << i;
  }
  EXPECT_THAT(
      [] { static_cast<void>(decode_token("no token!")); },
      testing::ThrowsMessage<UsageError>(testing::HasSubstr("'no token!' is no replay token")));
}

TEST(Base64Url, RoundTripsEveryLength) {
  std::string bytes;
  for (int i = 0; i < 40; ++i) {
    EXPECT_EQ(from_base64url(to_base64url(bytes)), bytes);
    bytes += static_cast<char>(i * 37);
  }
  EXPECT_EQ(from_base64url("a"), std::nullopt);
  EXPECT_EQ(from_base64url("a+bc"), std::nullopt);
  EXPECT_EQ(from_base64url("AB"), std::nullopt) << "bits left over";
}

}  // namespace
}  // namespace grader
