#include "harness/explore_report.hpp"

#include <gtest/gtest.h>

#include <cstring>
#include <memory>
#include <vector>

#include "explorer/explorer.h"

namespace harness {
namespace {

using explorer::Finding;
using explorer::Op;
using protocol::Verdict;

// A schedule of two steps on one atomic, the second of which was stale.
class Sample : public testing::Test {
 protected:
  Sample() {
    trace_[0] = {.thread = 0, .op = Op::compare_exchange, .object = 0, .stack = 0, .written = 1};
    trace_[1] = {.thread = 1,
                 .op = Op::load,
                 .object = 0,
                 .flags = explorer::kStale | explorer::kPreempted,
                 .stack = explorer::kNoStack};
    stack_.count = 1;
    stack_.pcs[0] = 0x1234;
    std::strcpy(object_.name, "word");
    result_->trace = trace_;
    result_->trace_count = 2;
    result_->stacks = &stack_;
    result_->stack_count = 1;
    result_->objects = &object_;
    result_->object_count = 1;
    result_->thread_count = 2;
    std::strcpy(result_->threads[1].name, "waiter");
  }

  explorer::Step trace_[2] = {};
  explorer::Stack stack_ = {};
  explorer::Object object_ = {};
  std::unique_ptr<explorer::Result> result_ = std::make_unique<explorer::Result>();
};

TEST_F(Sample, EachFindingHasItsVerdictAndHint) {
  const auto meaning = [this](Finding finding) {
    result_->finding = finding;
    const protocol::Report report = to_report(*result_);
    return std::pair(report.verdict, report.hint);
  };
  EXPECT_EQ(meaning(Finding::none), std::pair(Verdict::passed, std::string()));
  EXPECT_EQ(meaning(Finding::check_failed), std::pair(Verdict::wrong, std::string()));
  EXPECT_EQ(meaning(Finding::lost_wakeup),
            std::pair(Verdict::deadlock, std::string("lost-wake-up")));
  EXPECT_EQ(meaning(Finding::use_after_free),
            std::pair(Verdict::memory, std::string("use-after-free")));
  EXPECT_EQ(meaning(Finding::internal), std::pair(Verdict::grader_error, std::string()));
}

TEST_F(Sample, AStepSaysWhatHappenedToWhat) {
  result_->finding = Finding::deadlock;
  const protocol::Report report = to_report(*result_);
  ASSERT_EQ(report.steps.size(), 2U);
  EXPECT_EQ(report.steps[0].op, "compare exchange");
  EXPECT_EQ(report.steps[0].what, "word: 0 -> 1");
  EXPECT_EQ(report.steps[0].stack, std::vector<std::uint64_t>{0x1234});
  EXPECT_EQ(report.steps[1].flags,
            protocol::step_stale | protocol::step_preempted | protocol::step_failing);
  EXPECT_TRUE(report.steps[1].stack.empty());
  ASSERT_EQ(report.threads.size(), 2U);
  EXPECT_EQ(report.threads[1].name, "waiter");
}

// Whole, it was more than the grader reads, which took a thread that polls for a forger.
TEST_F(Sample, OfALongTraceTheEndIsKept) {
  std::vector<explorer::Step> trace(40'000, trace_[1]);
  trace.back() = trace_[0];
  result_->finding = Finding::livelock;
  result_->trace = trace.data();
  result_->trace_count = static_cast<std::uint32_t>(trace.size());
  const protocol::Report report = to_report(*result_);
  EXPECT_EQ(report.steps.size(), 4096U);
  EXPECT_EQ(report.steps.back().what, "word: 0 -> 1");
  EXPECT_EQ(report.detail, "the last 4096 of its 40000 steps are kept\n");
}

TEST_F(Sample, ARaceClosesWithItsTwoAccessesTheEarlierFirst) {
  result_->finding = Finding::race;
  result_->access_count = 2;
  result_->accesses[0] = {.thread = 1, .size = 4, .write = false};
  result_->accesses[1] = {.thread = 0, .size = 4, .write = true};
  const protocol::Report report = to_report(*result_);
  ASSERT_EQ(report.steps.size(), 4U);
  EXPECT_EQ(report.steps[2].op, "write");
  EXPECT_EQ(report.steps[3].op, "read");
  EXPECT_EQ(report.steps[3].what, "4 bytes");
  EXPECT_EQ(report.steps[3].flags, protocol::step_failing);
}

TEST_F(Sample, APassedRunHasNoSteps) {
  EXPECT_TRUE(to_report(*result_).steps.empty());
}

TEST_F(Sample, ABlockedThreadSaysWhatItWaitsForAndWhoHoldsIt) {
  result_->finding = Finding::deadlock;
  result_->blocked_count = 1;
  result_->blocked[0] = {.thread = 0, .op = Op::futex_resume, .object = 0, .holder = 1};
  const protocol::Report report = to_report(*result_);
  ASSERT_EQ(report.blocked.size(), 1U);
  EXPECT_EQ(report.blocked[0].waits_for, "futex wait on word, held by waiter");
}

TEST_F(Sample, AJoinWaitsForAThreadToEnd) {
  result_->finding = Finding::deadlock;
  result_->blocked_count = 1;
  result_->blocked[0] = {.thread = 0, .op = Op::join, .object = explorer::kNoObject, .holder = 1};
  EXPECT_EQ(to_report(*result_).blocked.at(0).waits_for, "waiter to end");
}

TEST(FindingOf, SendsAFailedCheckBackWithItsVerdict) {
  EXPECT_EQ(finding_of(Verdict::wrong), Finding::check_failed);
  EXPECT_EQ(finding_of(Verdict::livelock), Finding::livelock);
}

}  // namespace
}  // namespace harness
