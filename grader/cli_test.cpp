#include <fmt/ranges.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <ostream>

#include "grader/system/atomic_file.hpp"
#include "grader/system/process.hpp"
#include "grader/system/read_file.hpp"
#include "grader/system/temporary_folder.hpp"

// The program as a person types it, on the course as it is.
namespace grader {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::IsEmpty;

ProcessOutcome lockstep(std::vector<std::string> arguments) {
  ProcessSpec spec;
  spec.argv = {LOCKSTEP_GRADER};
  for (std::string& argument : arguments)
    spec.argv.push_back(std::move(argument));
  // One cache for all tests of a build, and none of whoever runs them.
  spec.environment = {"PATH=/usr/local/bin:/usr/bin:/bin", "XDG_CACHE_HOME=" LOCKSTEP_CACHE};
  spec.directory = LOCKSTEP_SOURCE;
  spec.limits.wall = std::chrono::minutes(10);
  return run_process(spec);
}

struct BadUsage {
  std::vector<std::string> arguments;
  std::string message;

  friend void PrintTo(const BadUsage& usage, std::ostream* out) {
    *out << fmt::format("{}", fmt::join(usage.arguments, " "));
  }
};

class Cli : public testing::TestWithParam<BadUsage> {};

TEST_P(Cli, TellsBadUsageOnStderrAndEndsWith2) {
  const ProcessOutcome outcome = lockstep(GetParam().arguments);
  EXPECT_EQ(outcome.code, 2);
  EXPECT_THAT(outcome.err, HasSubstr(GetParam().message));
  EXPECT_THAT(outcome.out, IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(
    Table, Cli,
    testing::Values(
        BadUsage{{"grde"}, "there is no command 'grde'; did you mean 'grade'?"},
        BadUsage{{"grade", "lokc"}, "there is no lab 'lokc'; did you mean 'lock'?"},
        BadUsage{{"grade", "--from", "nowhere"}, "there is no file or folder 'nowhere'"},
        BadUsage{{"grade", "--from", "docs"}, "'docs' holds no lab's header, such as 'warmup.hpp'"},
        BadUsage{{"grade", "--from", "README.md"}, "the name of 'README.md' says no lab"},
        BadUsage{{"grade", "lock", "--judge", "luck"}, "--judge: luck not in"},
        BadUsage{{"grade", "lock", "--jobs", "0"}, "--jobs"},
        BadUsage{{"grade", "lock", "--cxx", "no-compiler"}, "no compiler 'no-compiler' was found"},
        BadUsage{{"grade", "lock", "--require", "full", "--at-most", "basic"},
                 "this machine offers only the tier"},
        BadUsage{{"grade", "lock", "--output", "nowhere/x"}, "there is no folder 'nowhere'"},
        BadUsage{{"grade", "lock", "--output", "docs"}, "'docs' is a folder"},
        BadUsage{{"replay", "rubbish"}, "'rubbish' is no replay token"},
        BadUsage{{"--course", "/nowhere", "list"}, "/nowhere/labs.toml: cannot be read"}));

TEST(Lockstep, ShowsTheBoardWithoutACommand) {
  const ProcessOutcome outcome = lockstep({});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_LT(outcome.out.find(" warmup "), outcome.out.find(" race "));
  EXPECT_THAT(outcome.out, HasSubstr("next: ./lockstep "));
}

TEST(Lockstep, SaysInItsHelpWhatItDoesWithoutACommand) {
  const ProcessOutcome outcome = lockstep({"--help"});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("Without a subcommand: how each lab stands"));
}

TEST(List, ShowsTheLabsInOrder) {
  const ProcessOutcome outcome = lockstep({"list"});
  EXPECT_EQ(outcome.code, 0);
  EXPECT_LT(outcome.out.find("\nlock "), outcome.out.find("\nrlock "));
}

struct Rejected {
  std::string source;
  std::string verdict;
  std::string message;
};

class Submitted : public testing::TestWithParam<Rejected> {
 protected:
  TemporaryFolder folder_;
};

// In the least tier: in the others, what a submission may not include is not even there.
TEST_P(Submitted, IsRejectedWithAReasonAndGetsNothing) {
  write_file_atomically(folder_.path() / "lock.hpp", GetParam().source);
  const ProcessOutcome outcome = lockstep(
      {"grade", "--from", folder_.path().string(), "--format", "json", "--at-most", "basic"});
  EXPECT_EQ(outcome.code, 1) << outcome.err;
  const auto report = nlohmann::json::parse(outcome.out);
  const auto& lab = report.at("labs").at(0);
  EXPECT_EQ(lab.at("verdict"), GetParam().verdict);
  EXPECT_THAT(lab.at("message").get<std::string>(), HasSubstr(GetParam().message));
  EXPECT_EQ(lab.at("score"), 0);
  EXPECT_EQ(lab.at("max_score"), 100);
  EXPECT_THAT(outcome.out, testing::Not(HasSubstr("adapter")));
}

INSTANTIATE_TEST_SUITE_P(
    Table, Submitted,
    testing::Values(
        Rejected{"#pragma once\nint f(;\n", "does-not-compile", "lock.hpp:2: "},
        Rejected{"#include \"nowhere.hpp\"\n", "does-not-compile", "lock.hpp:1: nowhere.hpp"},
        Rejected{"namespace threading { class Lock {}; }\n", "does-not-compile",
                 "it is not what the lab needs"},
        Rejected{"// std::mutex\nstd::mutex m;\n", "forbidden", "lock.hpp:2: uses 'std::mutex'"},
        Rejected{"#include \"solutions/lock/lock.hpp\"\n", "forbidden",
                 "it includes 'solutions/lock/lock.hpp'"},
        Rejected{"#include \"baseline/lock/lock.hpp\"\n", "forbidden",
                 "it includes 'common/baseline/lock/lock.hpp'"}));

TEST(Grade, GivesTheReferenceFullMarksAndWritesTheResultWhole) {
  const TemporaryFolder folder;
  const fs::path result = folder.path() / "result.json";
  const ProcessOutcome outcome = lockstep(
      {"grade", "lock", "--from", "solutions", "--format", "json", "--output", result.string()});
  EXPECT_EQ(outcome.code, 0) << outcome.err << read_file(result);
  EXPECT_THAT(outcome.out, IsEmpty());
  const auto report = nlohmann::json::parse(read_file(result));
  EXPECT_EQ(report.at("schema"), 1);
  EXPECT_EQ(report.at("score"), report.at("max_score"));
}

// The first screen of a course shows something that works, one thing to do, and no more.
TEST(Grade, ShowsABeginnerWhatPassesAndOneThingToDo) {
  const ProcessOutcome outcome =
      lockstep({"grade", "warmup", "--from", "labs/warmup/.skeleton", "--color", "never"});
  EXPECT_EQ(outcome.code, 1) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("✓ Warmup.PartOneOneGate"));
  EXPECT_THAT(outcome.out, HasSubstr("`kGates`: got 1, not 2"));
  EXPECT_EQ(outcome.out.find("✗"), outcome.out.rfind("✗")) << outcome.out;
  EXPECT_THAT(outcome.out, HasSubstr("next: ./lockstep readme warmup"));
}

// Without the fields that may differ between two gradings.
nlohmann::json without_durations(nlohmann::json report) {
  for (auto& lab : report.at("labs")) {
    lab.erase("phases");
    for (auto& check : lab.at("checks"))
      check.erase("duration_ms");
  }
  return report;
}

TEST(Grade, GivesTheSameResultEveryTimeAndATokenThatReplaysIt) {
  const std::vector<std::string> command = {
      "grade",   "lock",    "--from",   "solutions/lock/wrong/touches_after_release.hpp",
      "--judge", "explore", "--format", "json"};
  const ProcessOutcome first = lockstep(command);
  EXPECT_EQ(first.code, 1) << first.err;
  const auto report = without_durations(nlohmann::json::parse(first.out));
  EXPECT_EQ(without_durations(nlohmann::json::parse(lockstep(command).out)), report);
  for (const auto& check : report.at("labs").at(0).at("checks")) {
    if (check.at("verdict") != "memory") continue;
    const std::string token = check.at("explore").at("replay");
    const ProcessOutcome replayed =
        lockstep({"replay", token, "--from", "solutions/lock/wrong/touches_after_release.hpp"});
    EXPECT_EQ(replayed.code, 0) << replayed.err;
    EXPECT_THAT(replayed.out, HasSubstr(check.at("name").get<std::string>() + ": memory"));
    const ProcessOutcome debugged =
        lockstep({"replay", token, "--from", "solutions/lock/wrong/touches_after_release.hpp",
                  "--debug"});  // gdb ends at the end of its input, which is empty here
    EXPECT_EQ(debugged.code, 0) << debugged.err;
    EXPECT_THAT(debugged.out, HasSubstr("This is the step that fails."));
    const ProcessOutcome refused = lockstep({"replay", token, "--from", "solutions"});
    EXPECT_EQ(refused.code, 2);
    EXPECT_THAT(refused.err, HasSubstr("the token belongs to another version of 'lock'"));
    return;
  }
  FAIL() << "no check of the wrong solution earned 'memory'";
}

}  // namespace
}  // namespace grader
