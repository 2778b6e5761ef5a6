#include "grader/system/sandbox.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <csignal>
#include <fstream>
#include <thread>

#include "grader/system/probe_sandbox.hpp"
#include "grader/system/process_tree.hpp"
#include "grader/system/shared_libraries.hpp"
#include "grader/system/system_call_filter.hpp"
#include "grader/system/temporary_folder.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;

ProcessSpec fake(std::vector<std::string> arguments) {
  ProcessSpec spec;
  spec.argv = {LOCKSTEP_FAKE_PROCESS};
  spec.argv.insert(spec.argv.end(), arguments.begin(), arguments.end());
  spec.limits.scratch_bytes = 1U << 20U;
  return spec;
}

// Every test runs in each tier that works here; where one does not, it says why.
class InTier : public testing::TestWithParam<Tier> {
 protected:
  void SetUp() override {
    const SandboxProbe probe = probe_sandbox({LOCKSTEP_INIT, GetParam(), {}});
    if (probe.tier != GetParam()) {
      GTEST_SKIP() << "no tier " << to_string(GetParam()) << " here: " << probe.obstacle;
    }
    sandbox_ = make_sandbox(GetParam(), {LOCKSTEP_INIT, GetParam(), {}});
  }

  [[nodiscard]] ProcessSpec confined(ProcessSpec spec) const {
    View view{loading_view(LOCKSTEP_FAKE_PROCESS), {}};
    view.readable.emplace_back(LOCKSTEP_FAKE_PROCESS);
    return sandbox_->confine(std::move(spec), view, Duty::test);
  }

  [[nodiscard]] ProcessOutcome run(std::vector<std::string> arguments) const {
    return run_process(confined(fake(std::move(arguments))));
  }

 private:
  std::unique_ptr<const Sandbox> sandbox_;
};

std::string name_of(const testing::TestParamInfo<Tier>& info) {
  return std::string(to_string(info.param));
}

INSTANTIATE_TEST_SUITE_P(Tiers, InTier, testing::Values(Tier::basic, Tier::restricted, Tier::full),
                         name_of);

TEST_P(InTier, AnExitIsToldFromASignal) {
  const ProcessOutcome exited = run({"exit", "134"});
  EXPECT_EQ(exited.ending, Ending::exited);
  EXPECT_EQ(exited.code, 134);
  const ProcessOutcome aborted = run({"signal", "6"});
  EXPECT_EQ(aborted.ending, Ending::signalled);
  EXPECT_EQ(aborted.code, SIGABRT);
}

TEST_P(InTier, AProcessHasTheDescriptorsOfItsSpecAndNoOthers) {
  EXPECT_EQ(run({"descriptors"}).out, "0 1 2 ");
  ProcessSpec spec = fake({"descriptors"});
  spec.order = "x";
  spec.reports = true;
  EXPECT_EQ(run_process(confined(std::move(spec))).out, "0 1 2 3 4 ");
}

TEST_P(InTier, AProcessReadsItsOrderAndReports) {
  ProcessSpec spec = fake({"echo-order"});
  spec.order = "order";
  spec.reports = true;
  EXPECT_THAT(run_process(confined(std::move(spec))).report, testing::StartsWith("order"));
}

TEST_P(InTier, NobodyIsRoot) {
  EXPECT_NE(run({"user"}).out, "0");
}

TEST_P(InTier, AProcessMaySignalItself) {
  EXPECT_EQ(run({"raise"}).out, "raise: done");
}

TEST_P(InTier, MemoryIsLimited) {
  ProcessSpec spec = fake({"hog"});
  spec.limits.memory_bytes = 100U << 20U;
  const ProcessOutcome outcome = run_process(confined(std::move(spec)));
  EXPECT_EQ(outcome.ending, Ending::memory_limit);
  EXPECT_LT(outcome.peak_memory_bytes, 500U << 20U);  // it would take 1.2 GB
}

TEST_P(InTier, ThreadsAreLimited) {
  ProcessSpec spec = fake({"threads"});
  spec.limits.threads = 20;
  EXPECT_EQ(run_process(confined(std::move(spec))).ending, Ending::thread_limit);
}

TEST_P(InTier, ProcessorTimeIsLimited) {
  ProcessSpec spec = fake({"spin"});
  spec.limits.cpu = std::chrono::milliseconds(200);
  EXPECT_EQ(run_process(confined(std::move(spec))).ending, Ending::cpu_limit);
}

TEST_P(InTier, AFileIsLimited) {
  const TemporaryFolder folder;
  fs::permissions(folder.path(), fs::perms::all);
  ProcessSpec spec = fake({"fill", GetParam() == Tier::full ? "x" : folder.path() / "x"});
  spec.limits.file_bytes = 64 << 10;
  const ProcessOutcome outcome = run_process(confined(std::move(spec)));
  if (GetParam() == Tier::restricted) {
    EXPECT_EQ(outcome.code, 1) << "nothing can be written at all";
  } else {
    EXPECT_EQ(outcome.code, SIGXFSZ);
  }
}

// From here on: what only a tier above basic promises.
class HeldIn : public InTier {};

INSTANTIATE_TEST_SUITE_P(Tiers, HeldIn, testing::Values(Tier::restricted, Tier::full), name_of);

void expect_refused(const ProcessOutcome& outcome, std::string_view call) {
  EXPECT_EQ(outcome.ending, Ending::refused) << outcome.out;
  EXPECT_EQ(system_call_name(outcome.code), call);
  EXPECT_EQ(outcome.out, "");
}

TEST_P(HeldIn, AProcessStartsNoOther) {
  expect_refused(run({"fork"}), "clone");
}

TEST_P(HeldIn, AProcessOpensNoConnection) {
  expect_refused(run({"socket"}), "socket");
}

TEST_P(HeldIn, AProcessSignalsNoOther) {
  expect_refused(run({"kill", std::to_string(::getpid())}), "kill");
  expect_refused(run({"kill", "1"}), "kill");
  expect_refused(run({"kill", "-1"}), "kill");
}

TEST_P(HeldIn, NoMemoryIsBothWrittenAndExecuted) {
  expect_refused(run({"map-for-code"}), "mmap");
}

TEST_P(HeldIn, AProcessThatIsSealedRunsNoProgramAndLoadsNoCode) {
  for (const char* mode : {"seal-exec", "seal-code"}) {
    ProcessSpec spec = fake({mode});
    spec.order = "x";
    const ProcessOutcome outcome = run_process(confined(std::move(spec)));
    EXPECT_EQ(outcome.ending, Ending::signalled) << mode;
    EXPECT_EQ(outcome.code, SIGSYS) << mode;
  }
}

TEST_P(HeldIn, FilesOutsideTheViewStayClosed) {
  const TemporaryFolder folder;
  fs::permissions(folder.path(), fs::perms::all);
  const fs::path secret = folder.path() / "secret";
  std::ofstream(secret) << "secret";
  EXPECT_THAT(run({"read", secret}).out, Not(EndsWith("done")));
  EXPECT_THAT(run({"read", LOCKSTEP_SOURCE "/labs.toml"}).out, Not(EndsWith("done")));
  EXPECT_THAT(run({"read", LOCKSTEP_FAKE_PROCESS}).out, EndsWith("done"));
}

TEST_P(HeldIn, NothingIsWrittenOutside) {
  const TemporaryFolder folder;
  fs::permissions(folder.path(), fs::perms::all);
  for (const fs::path& path :
       {folder.path() / "x", fs::path("/x"), fs::path("/dev/x"), fs::path("/usr/lib/x")}) {
    EXPECT_THAT(run({"write", path}).out, Not(EndsWith("done"))) << path;
    EXPECT_FALSE(fs::exists(path));
  }
}

TEST_P(HeldIn, WhoMadeTheProcessStaysOutOfReach) {
  EXPECT_THAT(run({"read", "/proc/1/mem"}).out, Not(EndsWith("done")));
  EXPECT_THAT(run({"read", "/proc/1/environ"}).out, Not(EndsWith("done")));
}

TEST_P(HeldIn, AFullScratchFolderIsTold) {
  if (GetParam() != Tier::full) GTEST_SKIP() << "only the tier full has a scratch folder";
  const ProcessOutcome outcome = run({"fill", "x"});
  EXPECT_EQ(outcome.code, 1);
  EXPECT_TRUE(outcome.scratch_full);
}

bool runs(pid_t process) {
  // A zombie has no memory any more.
  return tree_usage(process).memory_bytes > 0;
}

// A grader that is killed takes what it confined with it.
TEST_P(InTier, NothingOutlivesAGraderThatIsKilled) {
  const ProcessSpec spec = confined(fake({"sleep"}));
  const pid_t grader = ::fork();
  if (grader == 0) {
    static_cast<void>(run_process(spec));
    std::_Exit(0);
  }
  pid_t subject = 0;
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (subject == 0 && std::chrono::steady_clock::now() < deadline)
    subject = descendant(grader, 1 + spec.confinement->depth);
  ASSERT_NE(subject, 0);
  ::kill(grader, SIGKILL);
  ::waitpid(grader, nullptr, 0);
  while (runs(subject))
    ASSERT_LT(std::chrono::steady_clock::now(), deadline);
}

TEST(SandboxProbe, FallsBackAndSaysWhy) {
  const auto refuse_full = [](Tier tier) {
    return std::string(tier == Tier::full ? "no namespaces" : "");
  };
  const SandboxProbe probe = probe_sandbox(Tier::full, refuse_full);
  EXPECT_EQ(probe.tier, Tier::restricted);
  EXPECT_EQ(probe.obstacle, "no namespaces");
  EXPECT_EQ(probe_sandbox(Tier::restricted, refuse_full).obstacle, "");
  EXPECT_EQ(probe_sandbox(Tier::full, [](Tier) { return "nothing works"; }).tier, Tier::basic);
  EXPECT_EQ(probe_sandbox(Tier::full, [](Tier) { return ""; }).tier, Tier::full);
}

TEST(SandboxProbe, IsKeptUntilTheNextBoot) {
  const TemporaryFolder cache;
  const SandboxOptions options{LOCKSTEP_INIT, Tier::full, cache.path()};
  const Tier tier = best_sandbox(options)->tier();
  ASSERT_FALSE(fs::is_empty(cache.path()));
  const fs::path kept = fs::directory_iterator(cache.path())->path();
  std::ifstream file(kept);
  std::string word;
  file >> word;
  EXPECT_EQ(word, to_string(tier));
}

TEST(SharedLibraries, AreReadFromTheLoadersListing) {
  EXPECT_THAT(parse_loader_listing("\tlinux-vdso.so.1 (0x00007f58)\n"
                                   "\tlibc.so.6 => /lib/x/libc.so.6 (0x00007f)\n"
                                   "\t/lib64/ld-linux.so.2 (0x00007f58c3878000)\n"),
              testing::ElementsAre("/lib/x/libc.so.6", "/lib64/ld-linux.so.2"));
}

}  // namespace
}  // namespace grader
