// The canary: libstdc++ 12's own semaphore can sleep for ever, and the explorer finds it.
//
// That is why everything that students' code is linked with is compiled to use POSIX semaphores
// instead. This file alone is compiled without that macro, in a program of its own.
#include <gtest/gtest.h>

#include <semaphore>
#include <thread>

#include "explorer/explorer.h"

namespace explorer::litmus {
namespace {

void two_acquire_two_release(void*) {
  std::counting_semaphore<16> semaphore(0);
  std::thread threads[] = {
      std::thread([&] { semaphore.acquire(); }), std::thread([&] { semaphore.acquire(); }),
      std::thread([&] { semaphore.release(); }), std::thread([&] { semaphore.release(); })};
  for (std::thread& thread : threads)
    thread.join();
}

TEST(LibrarySemaphore, IsFoundToSleepForEver) {
#if !defined(_GLIBCXX_RELEASE) || _GLIBCXX_RELEASE > 12
  GTEST_SKIP() << "another library, which may have mended it";
#endif
  Options options;
  options.schedules = 100000;
  static Result result;
  explore(options, two_acquire_two_release, nullptr, result);
  EXPECT_TRUE(result.finding == Finding::deadlock || result.finding == Finding::lost_wakeup)
      << name_of(result.finding) << ": " << result.message << " after " << result.schedules
      << " schedules" << (result.exhausted ? ", exhausted" : "");
}

}  // namespace
}  // namespace explorer::litmus
