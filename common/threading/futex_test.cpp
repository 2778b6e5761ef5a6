#include "threading/futex.hpp"

#include <gtest/gtest.h>
#include <pthread.h>

#include <csignal>
#include <thread>

namespace threading {
namespace {

using namespace std::chrono_literals;

TEST(Futex, WaitReturnsAtOnceWhereTheWordHasAnotherValue) {
  const std::atomic<std::uint32_t> word = 1;
  EXPECT_TRUE(futex_wait(word, 0));
}

TEST(Futex, WaitTimesOutNoSoonerThanAsked) {
  const std::atomic<std::uint32_t> word = 0;
  const auto begin = Deadline::Clock::now();
  while (futex_wait(word, 0, 2ms)) {
    // Woken for no reason, as it may be.
  }
  EXPECT_GE(Deadline::Clock::now() - begin, 2ms);
}

TEST(Futex, ATimeThatIsOverTimesOut) {
  const std::atomic<std::uint32_t> word = 0;
  EXPECT_FALSE(futex_wait(word, 0, 0ns));
  EXPECT_FALSE(futex_wait(word, 0, -1h));
}

TEST(Futex, TheLargestTimeoutIsLegal) {
  const std::atomic<std::uint32_t> word = 1;
  EXPECT_TRUE(futex_wait(word, 0, Duration::max()));
}

TEST(Futex, WakeReturnsHowManyItWoke) {
  std::atomic<std::uint32_t> word = 0;
  EXPECT_EQ(futex_wake(word, kEveryone), 0);
  std::thread sleeper([&word] { futex_wait(word, 0); });
  while (futex_wake(word, 1) == 0)
    std::this_thread::yield();
  sleeper.join();
}

TEST(Futex, WakesNoMoreThanAsked) {
  std::atomic<std::uint32_t> word = 0;
  std::thread first([&word] { futex_wait(word, 0, 1h); });
  std::thread second([&word] { futex_wait(word, 0, 1h); });
  int woken = 0;
  while (woken < 2) {
    const int now = futex_wake(word, 1);
    EXPECT_LE(now, 1);
    woken += now;
    std::this_thread::yield();
  }
  first.join();
  second.join();
}

TEST(Futex, ASignalDoesNotEndAWait) {
  std::signal(SIGUSR1, [](int) {});
  std::atomic<std::uint32_t> word = 0;
  std::thread sleeper([&word] {
    while (word.load() == 0)
      EXPECT_TRUE(futex_wait(word, 0, 1h));
  });
  for (int i = 0; i < 100; ++i)
    pthread_kill(sleeper.native_handle(), SIGUSR1);
  word.store(1);
  futex_wake(word, kEveryone);
  sleeper.join();
  std::signal(SIGUSR1, SIG_DFL);
}

}  // namespace
}  // namespace threading
