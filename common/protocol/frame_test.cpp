#include "protocol/frame.hpp"

#include <gtest/gtest.h>

namespace protocol {
namespace {

Frame sample() {
  Frame frame;
  frame.nonce.fill(7);
  frame.kind = FrameKind::failure;
  frame.report.verdict = Verdict::deadlock;
  frame.report.message = "two threads wait for each other";
  frame.report.runs = 812;
  frame.report.exhausted = true;
  frame.report.deviations = {{3, 1}, {9, 2}};
  frame.report.steps = {{1, "store", "#3 = 1", step_preempted | step_failing, {0x1234, 0x99}}};
  frame.report.blocked = {{2, "mutex #2, held by thread 1", {0x77}}};
  frame.report.threads = {{1, "producer"}};
  return frame;
}

TEST(Frame, CarriesEveryFieldOfAReport) {
  const Frame sent = sample();
  const auto frames = decode(encode(sent));
  ASSERT_TRUE(frames.has_value());
  ASSERT_EQ(frames->size(), 1U);
  const Report& got = frames->front().report;
  EXPECT_EQ(frames->front().nonce, sent.nonce);
  EXPECT_EQ(frames->front().kind, sent.kind);
  EXPECT_EQ(got.verdict, sent.report.verdict);
  EXPECT_EQ(got.message, sent.report.message);
  EXPECT_EQ(got.runs, 812U);
  EXPECT_TRUE(got.exhausted);
  ASSERT_EQ(got.deviations.size(), 2U);
  EXPECT_EQ(got.deviations[1].pick, 2U);
  ASSERT_EQ(got.steps.size(), 1U);
  EXPECT_EQ(got.steps[0].stack, sent.report.steps[0].stack);
  ASSERT_EQ(got.blocked.size(), 1U);
  EXPECT_EQ(got.blocked[0].waits_for, sent.report.blocked[0].waits_for);
  ASSERT_EQ(got.threads.size(), 1U);
  EXPECT_EQ(got.threads[0].name, "producer");
}

TEST(Frame, ReadsSeveralFramesInOrder) {
  Frame done = sample();
  done.kind = FrameKind::done;
  const auto frames = decode(encode(sample()) + encode(done));
  ASSERT_TRUE(frames.has_value());
  ASSERT_EQ(frames->size(), 2U);
  EXPECT_EQ(frames->back().kind, FrameKind::done);
}

TEST(Frame, NoBytesAreNoFrames) {
  EXPECT_TRUE(decode("")->empty());
}

TEST(Frame, EveryTruncationIsRefused) {
  const std::string whole = encode(sample());
  for (std::size_t cut = 1; cut < whole.size(); ++cut) {
    EXPECT_FALSE(decode(whole.substr(0, cut)).has_value()) << "cut at " << cut;
  }
}

TEST(Frame, TrailingBytesAreRefused) {
  EXPECT_FALSE(decode(encode(sample()) + "x").has_value());
}

TEST(Frame, AnUnknownVerdictIsRefused) {
  Frame frame = sample();
  frame.report.verdict = static_cast<Verdict>(200);
  EXPECT_FALSE(decode(encode(frame)).has_value());
}

}  // namespace
}  // namespace protocol
