#include "grader/system/memory_group.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdlib>
#include <string>

namespace grader {
namespace {

constexpr std::uint64_t kLimit = 64U << 20U;

// Starts once a byte can be read; then touches so much memory.
pid_t start_taker(int gate, std::size_t bytes) {
  const pid_t child = ::fork();
  if (child != 0) return child;
  char go = 0;
  if (::read(gate, &go, 1) != 1) ::_exit(1);
  auto* memory = static_cast<volatile char*>(::malloc(bytes));
  constexpr std::size_t kPage = 4096;
  for (std::size_t at = 0; at < bytes; at += kPage)
    memory[at] = 1;
  ::_exit(0);
}

// Lets one member of the group take so much, and returns how it ended.
int status_of_taker(const MemoryGroup& group, std::size_t bytes) {
  std::array<int, 2> gate{};
  EXPECT_EQ(::pipe(gate.data()), 0);
  const pid_t child = start_taker(gate[0], bytes);
  group.add(child);
  EXPECT_EQ(::write(gate[1], "g", 1), 1);
  int status = 0;
  ::waitpid(child, &status, 0);
  ::close(gate[0]);
  ::close(gate[1]);
  return status;
}

TEST(MemoryGroup, EndsWhoWantsMoreThanTheLimitAndNobodyElse) {
  const auto group = MemoryGroup::make();
  if (!group) GTEST_SKIP() << "no control group can be made here";
  group->set_limit(kLimit);
  const int modest = status_of_taker(*group, kLimit / 2);
  EXPECT_TRUE(WIFEXITED(modest) && WEXITSTATUS(modest) == 0);
  EXPECT_EQ(group->killed(), 0U);
  const int greedy = status_of_taker(*group, kLimit * 2);
  EXPECT_TRUE(WIFSIGNALED(greedy) && WTERMSIG(greedy) == SIGKILL);
  EXPECT_EQ(group->killed(), 1U);
}

TEST(MemoryGroup, OfAKilledMakerGoesWithTheNext) {
  const auto group = MemoryGroup::make();
  if (!group) GTEST_SKIP() << "no control group can be made here";
  std::array<int, 2> said{};
  ASSERT_EQ(::pipe(said.data()), 0);
  const pid_t maker = ::fork();
  if (maker == 0) {
    const auto left = MemoryGroup::make();
    const std::string path = left->path().string();
    ::_exit(::write(said[1], path.data(), path.size()) > 0 ? 0 : 1);  // without its destructor
  }
  ::waitpid(maker, nullptr, 0);
  std::array<char, 4096> buffer{};
  const ssize_t size = ::read(said[0], buffer.data(), buffer.size());
  ASSERT_GT(size, 0);
  const std::filesystem::path left(std::string(buffer.data(), static_cast<std::size_t>(size)));
  EXPECT_TRUE(std::filesystem::exists(left));
  static_cast<void>(MemoryGroup::make());
  EXPECT_FALSE(std::filesystem::exists(left));
}

}  // namespace
}  // namespace grader
