#include "grader/system/process.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>

#include "grader/model/error.hpp"

namespace grader {
namespace {

using std::chrono::milliseconds;
using testing::HasSubstr;

ProcessSpec fake(std::vector<std::string> arguments) {
  ProcessSpec spec;
  spec.argv = {LOCKSTEP_FAKE_PROCESS};
  for (std::string& argument : arguments)
    spec.argv.push_back(std::move(argument));
  return spec;
}

TEST(Process, TellsAnExitFromASignal) {
  const ProcessOutcome exited = run_process(fake({"exit", "134"}));
  EXPECT_EQ(exited.ending, Ending::exited);
  EXPECT_EQ(exited.code, 134);
  const ProcessOutcome aborted = run_process(fake({"signal", "6"}));
  EXPECT_EQ(aborted.ending, Ending::signalled);
  EXPECT_EQ(aborted.code, SIGABRT);
}

// A limit that came a moment after the start once made ThreadSanitizer refuse to start, and a
// correct lock a racy one.
TEST(Process, HasItsCoreLimitFromTheStart) {
  for (int i = 0; i < 20; ++i) {
    ProcessSpec spec;
    spec.argv = {"/bin/sh", "-c", "ulimit -Sc; ulimit -Hc"};
    EXPECT_EQ(run_process(spec).out, "0\n0\n");
  }
}

TEST(Process, GetsOnlyTheEnvironmentOfItsSpec) {
  ProcessSpec spec = fake({"environment"});
  spec.environment = {"ONLY=this"};
  ::setenv("GTEST_TOTAL_SHARDS", "3", 1);
  EXPECT_EQ(run_process(spec).out, "ONLY=this\n");
  ::unsetenv("GTEST_TOTAL_SHARDS");
}

TEST(Process, GetsOnlyTheDescriptorsOfItsSpec) {
  EXPECT_EQ(run_process(fake({"descriptors"})).out, "0 1 2 ");
  ProcessSpec spec = fake({"descriptors"});
  spec.order = "x";
  spec.reports = true;
  EXPECT_EQ(run_process(spec).out, "0 1 2 3 4 ");
}

TEST(Process, ReadsItsOrderAndIsReadOnItsReportDescriptor) {
  ProcessSpec spec = fake({"echo-order"});
  spec.order = std::string("order\0bytes", 11);
  spec.reports = true;
  EXPECT_EQ(run_process(spec).report, *spec.order);
}

TEST(Process, IsEndedAtItsWallLimit) {
  ProcessSpec spec = fake({"sleep"});
  spec.limits.wall = milliseconds(50);
  EXPECT_EQ(run_process(spec).ending, Ending::wall_limit);
}

TEST(Process, IsEndedAtItsLimitOfProcessorTimeAndNoSooner) {
  ProcessSpec spec = fake({"spin"});
  spec.limits.cpu = milliseconds(300);
  const ProcessOutcome outcome = run_process(spec);
  EXPECT_EQ(outcome.ending, Ending::cpu_limit);
  EXPECT_GT(outcome.cpu, milliseconds(300));
}

TEST(Process, ThatSpinsIsBusyAtItsWallLimit) {
  ProcessSpec spec = fake({"spin"});
  spec.limits.wall = milliseconds(400);
  spec.hang_watch = HangWatch::on;
  const ProcessOutcome outcome = run_process(spec);
  EXPECT_EQ(outcome.ending, Ending::wall_limit);
  EXPECT_EQ(outcome.activity, Activity::busy);
}

TEST(Process, ThatSleepsInEveryThreadHangs) {
  ProcessSpec spec = fake({"threads"});
  spec.hang_watch = HangWatch::on;
  const ProcessOutcome outcome = run_process(spec);
  EXPECT_EQ(outcome.ending, Ending::hang);
  EXPECT_EQ(outcome.activity, Activity::asleep);
}

TEST(Process, IsEndedAtItsMemoryLimitWithLittleOvershoot) {
  ProcessSpec spec = fake({"hog"});
  spec.limits.memory_bytes = 100 << 20;
  const ProcessOutcome outcome = run_process(spec);
  EXPECT_EQ(outcome.ending, Ending::memory_limit);
  EXPECT_LT(outcome.peak_memory_bytes, 500U << 20U);  // it would take 1.2 GB
}

TEST(Process, IsEndedAtItsThreadLimit) {
  ProcessSpec spec = fake({"threads"});
  spec.limits.threads = 20;
  EXPECT_EQ(run_process(spec).ending, Ending::thread_limit);
}

TEST(Process, IsEndedAtItsOutputLimitAndTheRestIsDropped) {
  ProcessSpec spec = fake({"flood"});
  spec.limits.output_bytes = 10'000;
  const ProcessOutcome outcome = run_process(spec);
  EXPECT_EQ(outcome.ending, Ending::output_limit);
  EXPECT_EQ(outcome.out.size(), 10'000U);
}

TEST(Process, TakesWhatItLeftRunningWithIt) {
  const ProcessOutcome outcome = run_process(fake({"leave-child"}));
  ASSERT_TRUE(outcome.succeeded());
  const pid_t child = std::stoi(outcome.out);
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  // Gone, or a zombie that its new parent has not reaped yet.
  const auto alive = [&] {
    if (::kill(child, 0) != 0) return false;
    ProcessSpec look;
    look.argv = {"/bin/grep", "-q", "^State:.Z", "/proc/" + outcome.out + "/status"};
    return !run_process(look).succeeded();
  };
  while (alive()) {
    ASSERT_LT(std::chrono::steady_clock::now(), deadline);
  }
}

TEST(Process, ThatCannotBeStartedIsAnErrorThatNamesIt) {
  ProcessSpec spec;
  spec.argv = {"/nowhere/compiler"};
  EXPECT_THAT([&] { static_cast<void>(run_process(spec)); },
              testing::ThrowsMessage<Error>(HasSubstr("'/nowhere/compiler' cannot be started")));
}

TEST(Processes, OutcomesStandBesideTheirSpecs) {
  std::vector<ProcessSpec> specs;
  for (int i = 0; i < 20; ++i)
    specs.push_back(fake({"exit", std::to_string(i)}));
  std::vector<std::size_t> ended;
  const auto outcomes = run_processes(
      specs, 4, [&](std::size_t index, const ProcessOutcome&) { ended.push_back(index); });
  ASSERT_EQ(outcomes.size(), 20U);
  for (int i = 0; i < 20; ++i)
    EXPECT_EQ(outcomes[static_cast<std::size_t>(i)].code, i);
  EXPECT_EQ(ended.size(), 20U);
}

}  // namespace
}  // namespace grader
