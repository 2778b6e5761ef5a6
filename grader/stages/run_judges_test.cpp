#include "grader/stages/run_judges.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/syscall.h>

#include <algorithm>
#include <csignal>

#include "grader/stages/run_verdict.hpp"
#include "grader/system/probe_sandbox.hpp"
#include "protocol/frame.hpp"

namespace grader {
namespace {

LabSpec lab() {
  LabSpec lab;
  lab.name = "fake";
  lab.limits.wall = std::chrono::seconds(3);
  lab.limits.memory_bytes = 512U << 20U;
  lab.limits.threads = 8;
  lab.limits.output_bytes = 65'536;
  return lab;
}

// What becomes of a test process that behaves like `mode`.
CheckResult judged(const std::string& mode, Judge judge = Judge::stress) {
  BuildResult build;
  build.stress = LOCKSTEP_FAKE_SCENARIO;
  build.explore = LOCKSTEP_FAKE_SCENARIO;
  PlannedCheck check;
  check.scenario.name = mode;
  check.judge = judge;
  const auto sandbox = best_sandbox({LOCKSTEP_INIT});
  RawRun run =
      run_judges(lab(), build, {check}, Config{}, *sandbox, StressRuns::always, [](std::size_t) {});
  return std::move(run.checks.front().result);
}

struct Case {
  std::string_view mode;
  Verdict verdict;
  std::string_view message;  // part of it
};

class JudgeProcess : public testing::TestWithParam<Case> {};

TEST_P(JudgeProcess, TrustsNothingButACompleteAndConsistentResult) {
  const CheckResult result = judged(std::string(GetParam().mode));
  EXPECT_EQ(result.verdict, GetParam().verdict);
  EXPECT_THAT(result.message, testing::HasSubstr(std::string(GetParam().message)));
}

constexpr std::string_view kChannel = "unexpected data came on the result channel";
constexpr std::string_view kContradict = "contradict each other";
constexpr std::string_view kEarly = "before the check was over";

INSTANTIATE_TEST_SUITE_P(
    Table, JudgeProcess,
    testing::Values(Case{"passes", Verdict::passed, ""},
                    Case{"fails", Verdict::wrong, "a check failed"},
                    Case{"fails-in-more-words", Verdict::wrong, "a check failed"},
                    Case{"ends-early", Verdict::tampered, "it ended, with exit status 0, before"},
                    Case{"ends-early-with-status", Verdict::tampered, kEarly},
                    Case{"pretends-to-be-refused", Verdict::tampered, kEarly},
                    Case{"forges-nonce", Verdict::tampered, kChannel},
                    Case{"passes-twice", Verdict::tampered, "after the end of the check"},
                    Case{"fails-then-passes", Verdict::tampered, kContradict},
                    Case{"fails-but-exits-with-0", Verdict::tampered, kContradict},
                    Case{"passes-but-exits-with-77", Verdict::tampered, kContradict},
                    Case{"passes-with-a-failing-verdict", Verdict::tampered, kContradict},
                    Case{"fails-with-a-passing-verdict", Verdict::tampered, kContradict},
                    Case{"fails-and-blames-the-grader", Verdict::tampered, kContradict},
                    Case{"starts-and-passes", Verdict::passed, ""},
                    Case{"starts-twice", Verdict::tampered, "more than once"},
                    Case{"sends-rubbish", Verdict::tampered, kChannel},
                    Case{"sends-half", Verdict::tampered, kChannel},
                    Case{"passes-then-rubbish", Verdict::tampered, kChannel},
                    Case{"floods-the-channel", Verdict::tampered, kChannel},
                    Case{"passes-whatever-is-ordered", Verdict::tampered, "a check that must fail"},
                    Case{"prints-success", Verdict::tampered, kEarly},
                    Case{"aborts", Verdict::crash, "SIGABRT"},
                    Case{"passes-then-aborts", Verdict::crash, "SIGABRT"},
                    Case{"fails-then-aborts", Verdict::wrong, "a check failed"},
                    Case{"hangs", Verdict::deadlock, "every thread sleeps"},
                    Case{"fails-then-hangs", Verdict::wrong, "a check failed"},
                    Case{"races-silently", Verdict::race, "its report is not available"},
                    Case{"passes-but-races", Verdict::race, "touched the same memory"}),
    [](const auto& test) {
      std::string name(test.param.mode);
      std::replace(name.begin(), name.end(), '-', '_');
      return name;
    });

TEST(JudgeProcessOfExplore, TakesNoWordOfASanitizerThatIsNotThere) {
  EXPECT_EQ(judged("races-silently", Judge::explore).verdict, Verdict::tampered);
  EXPECT_EQ(judged("passes", Judge::explore).verdict, Verdict::passed);
}

TEST(JudgeProcessOfStress, ASanitizerThatCannotStartIsOurTroubleOnlyWhereAddressesAreRandomised) {
  ProcessOutcome outcome;
  outcome.code = kSanitizerStatus;
  outcome.err = "FATAL: ThreadSanitizer: unexpected memory mapping 0x0-0x1\n";
  Expectation expected;
  expected.check.judge = Judge::stress;
  expected.randomised = true;
  EXPECT_EQ(judge_process(expected, outcome).result.verdict, Verdict::grader_error);
  expected.randomised = false;
  EXPECT_EQ(judge_process(expected, outcome).result.verdict, Verdict::race);
}

TEST(JudgeProcessOfStress, ASubmissionThatSaysThatTheSanitizerCannotStartGainsNothing) {
  Expectation expected;
  expected.check.judge = Judge::stress;
  expected.randomised = true;
  ProcessOutcome outcome;
  outcome.code = kSanitizerStatus;
  outcome.err = "FATAL: ThreadSanitizer: unexpected memory mapping 0x0-0x1\n";
  outcome.report = protocol::encode({expected.nonce, protocol::FrameKind::started, {}});
  EXPECT_EQ(judge_process(expected, outcome).result.verdict, Verdict::race);
}

PlannedCheck planned(const std::string& mode, Judge judge, Group group) {
  PlannedCheck check;
  check.scenario.name = mode;
  check.judge = judge;
  check.group = group;
  return check;
}

// The verdicts of a stress check, of one of explore and of one of behaviour, run together.
std::vector<Verdict> verdicts(const std::string& explored, const std::string& behaved,
                              StressRuns stress_runs) {
  BuildResult build;
  build.stress = LOCKSTEP_FAKE_SCENARIO;
  build.explore = LOCKSTEP_FAKE_SCENARIO;
  const std::vector<PlannedCheck> checks = {planned("passes", Judge::stress, Group::stress),
                                            planned(explored, Judge::explore, Group::explore),
                                            planned(behaved, Judge::explore, Group::behaviour)};
  const auto sandbox = best_sandbox({LOCKSTEP_INIT});
  const RawRun run =
      run_judges(lab(), build, checks, Config{}, *sandbox, stress_runs, [](std::size_t) {});
  std::vector<Verdict> found;
  for (const RawResult& raw : run.checks)
    found.push_back(raw.result.verdict);
  return found;
}

TEST(RunJudges, LeavesLuckOutWhereExploreHasFoundAFailure) {
  const auto gate = StressRuns::where_explore_passed;
  using testing::ElementsAre;
  EXPECT_THAT(verdicts("fails", "passes", gate),
              ElementsAre(Verdict::not_run, Verdict::wrong, Verdict::passed));
  EXPECT_THAT(verdicts("passes", "fails", gate),
              ElementsAre(Verdict::passed, Verdict::passed, Verdict::wrong));
  EXPECT_THAT(verdicts("passes", "passes", gate),
              ElementsAre(Verdict::passed, Verdict::passed, Verdict::passed));
  EXPECT_THAT(verdicts("fails", "passes", StressRuns::always),
              ElementsAre(Verdict::passed, Verdict::wrong, Verdict::passed));
}

struct Refusal {
  int number;
  std::string_view words;
};

TEST(JudgeProcessThatIsRefused, IsForbiddenAndToldWhatItTried) {
  ProcessOutcome outcome;
  outcome.ending = Ending::refused;
  for (const Refusal& refusal :
       {Refusal{SYS_clone, "start a process"}, Refusal{SYS_socket, "use the network"},
        Refusal{SYS_kill, "signal to another process"}, Refusal{SYS_mmap, "written and executed"},
        Refusal{SYS_ptrace, "look into another process"}, Refusal{SYS_keyctl, "'keyctl'"}}) {
    outcome.code = refusal.number;
    const CheckResult result = judge_process(Expectation{}, outcome).result;
    EXPECT_EQ(result.verdict, Verdict::forbidden);
    EXPECT_THAT(result.message, testing::HasSubstr(std::string(refusal.words)));
  }
}

TEST(JudgeProcessThatIsSealed, IsForbiddenToRunAProgram) {
  ProcessOutcome outcome;
  outcome.ending = Ending::signalled;
  outcome.code = SIGSYS;
  EXPECT_EQ(judge_process(Expectation{}, outcome).result.verdict, Verdict::forbidden);
}

TEST(JudgeProcessThatWrites, MoreThanItsDiskHasBreachedALimit) {
  ProcessOutcome outcome;
  outcome.ending = Ending::signalled;
  outcome.code = SIGXFSZ;
  EXPECT_EQ(judge_process(Expectation{}, outcome).result.verdict, Verdict::limit);
  outcome.ending = Ending::exited;
  outcome.code = 1;
  outcome.scratch_full = true;
  EXPECT_EQ(judge_process(Expectation{}, outcome).result.verdict, Verdict::limit);
}

TEST(MakeOrder, SaysWhatToRunAndHowLong) {
  PlannedCheck check;
  check.scenario.name = "Lock.Counter";
  check.judge = Judge::explore;
  Config config;
  config.seed = 42;
  const protocol::Order order = make_order(check, config);
  EXPECT_STREQ(order.scenario.data(), "Lock.Counter");
  EXPECT_EQ(order.seed, 42U);
  EXPECT_EQ(order.judge, Judge::explore);
  const std::uint32_t full = order.schedules;
  config.budget = Budget::quick;
  EXPECT_LT(make_order(check, config).schedules, full);
  check.scenario.schedules = 10;
  EXPECT_EQ(make_order(check, config).schedules, 10U) << "a small budget is quick already";
}

TEST(MakeOrder, RealThreadsRunForLessTimeWhereTheExplorerLooksToo) {
  PlannedCheck check;
  check.scenario.kind = ScenarioKind::interleaving;
  const std::uint32_t alone = make_order(check, Config{}).milliseconds;
  check.beside_explore = true;
  EXPECT_LT(make_order(check, Config{}).milliseconds, alone);
}

TEST(TestEnvironment, IsOursAlone) {
  ::setenv("TSAN_OPTIONS", "exitcode=0", 1);
  for (const std::string& entry : test_environment()) {
    EXPECT_THAT(entry, testing::Not(testing::HasSubstr("exitcode=0")));
  }
  ::unsetenv("TSAN_OPTIONS");
}

}  // namespace
}  // namespace grader
