#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <map>

#include "grader/model/error.hpp"
#include "grader/system/atomic_file.hpp"
#include "grader/system/cores.hpp"
#include "grader/system/digest.hpp"
#include "grader/system/executable.hpp"
#include "grader/system/read_file.hpp"
#include "grader/system/suggestion.hpp"
#include "grader/system/temporary_folder.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;

TEST(TemporaryFolder, GoesWithAllItHolds) {
  fs::path path;
  {
    const TemporaryFolder folder;
    path = folder.path();
    fs::create_directories(path / "a" / "b");
    write_file_atomically(path / "a" / "b" / "c", "text");
    EXPECT_EQ(fs::status(path).permissions(), fs::perms::owner_all);
  }
  EXPECT_FALSE(fs::exists(path));
}

TEST(TemporaryFolder, OfAKilledProcessGoesWithTheNextSweep) {
  const TemporaryFolder parent;
  const TemporaryFolder alive(parent.path());
  const pid_t killed = ::fork();
  if (killed == 0) {
    const TemporaryFolder left(parent.path());
    write_file_atomically(left.path() / "file", "text");
    ::raise(SIGKILL);
  }
  ::waitpid(killed, nullptr, 0);
  const auto folders = [&] {
    return std::distance(fs::directory_iterator(parent.path()), fs::directory_iterator());
  };
  EXPECT_EQ(folders(), 2);
  sweep_temporary_folders(parent.path());
  EXPECT_EQ(folders(), 1);
  EXPECT_TRUE(fs::exists(alive.path()));
}

TEST(TemporaryFolder, StaysOnceReleased) {
  const TemporaryFolder outer;
  fs::path path;
  {
    TemporaryFolder folder(outer.path());
    path = folder.release();
  }
  EXPECT_TRUE(fs::exists(path));
}

TEST(AtomicFile, ReplacesTheWholeText) {
  const TemporaryFolder folder;
  const fs::path file = folder.path() / "out.json";
  write_file_atomically(file, "a longer first text");
  write_file_atomically(file, "second");
  EXPECT_EQ(read_file(file), "second");
  EXPECT_EQ(std::distance(fs::directory_iterator(folder.path()), {}), 1) << "nothing else left";
}

TEST(AtomicFile, AnErrorNamesTheFileAndLeavesNothing) {
  const TemporaryFolder folder;
  EXPECT_THAT(
      [&] { write_file_atomically(folder.path() / "no" / "x", "text"); },
      testing::ThrowsMessage<Error>(testing::HasSubstr("no/x: cannot be written: No such")));
  fs::create_directory(folder.path() / "folder");
  EXPECT_THAT([&] { write_file_atomically(folder.path() / "folder", "text"); },
              testing::ThrowsMessage<Error>(testing::HasSubstr("Is a directory")));
  EXPECT_TRUE(fs::is_empty(folder.path() / "folder"));
}

TEST(Digest, DependsOnWhereTextsEnd) {
  EXPECT_EQ(Digest().add("ab").add("c").hex(), Digest().add("ab").add("c").hex());
  EXPECT_NE(Digest().add("ab").add("c").hex(), Digest().add("a").add("bc").hex());
  EXPECT_EQ(Digest().add("").hex().size(), 64U);
}

TEST(Suggestion, IsNearOrNotMade) {
  constexpr std::array<std::string_view, 3> kLabs = {"lock", "rlock", "semaphore"};
  EXPECT_EQ(nearest("lokc", kLabs), "lock");
  EXPECT_EQ(nearest("semaphor", kLabs), "semaphore");
  EXPECT_EQ(nearest("zzz", kLabs), "");
  EXPECT_EQ(did_you_mean("rlok", kLabs), "; did you mean 'rlock'?");
  EXPECT_EQ(did_you_mean("barrier", kLabs), "");
}

TEST(QuotaCores, IsTheLeastOfAllGroupsAboveUsRoundedUp) {
  const std::map<std::string, std::string> files = {
      {"/sys/fs/cgroup/a/b/cpu.max", "max 100000\n"},
      {"/sys/fs/cgroup/a/cpu.max", "150000 100000\n"},
      {"/sys/fs/cgroup/cpu/job/cpu.cfs_quota_us", "50000\n"},
      {"/sys/fs/cgroup/cpu/job/cpu.cfs_period_us", "100000\n"},
      {"/sys/fs/cgroup/cpu/free/cpu.cfs_quota_us", "-1\n"},
      {"/sys/fs/cgroup/cpu/free/cpu.cfs_period_us", "100000\n"}};
  const auto read = [&](const std::string& path) {
    const auto found = files.find(path);
    return found == files.end() ? std::string() : found->second;
  };
  EXPECT_EQ(quota_cores("0::/a/b\n", read), 2U);
  EXPECT_EQ(quota_cores("0::/\n", read), 0U);
  EXPECT_EQ(quota_cores("3:cpu,cpuacct:/job\n", read), 1U);
  EXPECT_EQ(quota_cores("3:cpu,cpuacct:/free\n2:cpuset:/job\n", read), 0U);
  EXPECT_GE(usable_cores(), 1U);
}

TEST(Executable, IsFoundInThePathOrNotAtAll) {
  EXPECT_TRUE(find_executable("sh").has_value());
  EXPECT_FALSE(find_executable("no-such-program-anywhere").has_value());
  EXPECT_FALSE(find_executable("/etc/passwd").has_value());
  EXPECT_FALSE(find_executable("").has_value());
}

TEST(ToolEnvironment, HoldsNothingThatItsCallerSet) {
  ::setenv("CPATH", "/evil", 1);
  ::setenv("TSAN_OPTIONS", "exitcode=0", 1);
  EXPECT_THAT(
      tool_environment("/scratch"),
      testing::Each(testing::AnyOf(testing::StartsWith("PATH="), testing::StartsWith("LC_ALL="),
                                   testing::StartsWith("TMPDIR="))));
  ::unsetenv("CPATH");
  ::unsetenv("TSAN_OPTIONS");
}

}  // namespace
}  // namespace grader
