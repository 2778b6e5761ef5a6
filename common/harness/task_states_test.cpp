#include "harness/task_states.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

namespace harness {
namespace {

const Task kAsleep{10, "sleeper", 'S', 4};
const Task kRunning{11, "runner", 'R', 1};
const Task kSleptAgain{10, "sleeper", 'S', 5};

TEST(AllAsleep, WhereTwoLooksFindTheSameSleepers) {
  EXPECT_TRUE(all_asleep({kAsleep}, {kAsleep}));
}

TEST(AllAsleep, WhereThereIsNobody) {
  EXPECT_TRUE(all_asleep({}, {}));
}

TEST(AllAsleep, NotWhileOneCanRun) {
  EXPECT_FALSE(all_asleep({kAsleep, kRunning}, {kAsleep, kRunning}));
}

TEST(AllAsleep, NotWhereOneWokeAndSleptAgainInBetween) {
  EXPECT_FALSE(all_asleep({kAsleep}, {kSleptAgain}));
}

TEST(AllAsleep, NotWhereOneCameOrWent) {
  EXPECT_FALSE(all_asleep({}, {kAsleep}));
  EXPECT_FALSE(all_asleep({kAsleep}, {}));
}

TEST(OtherTasks, SeesAThreadFallAsleepAndEnd) {
  std::atomic<bool> go = false;
  std::thread sleeper([&go] { go.wait(false); });
  std::vector<Task> tasks;
  do
    tasks = other_tasks({});
  while (tasks.size() != 1 || tasks.front().state != 'S');
  EXPECT_TRUE(other_tasks({tasks.front().id}).empty());
  go.store(true);
  go.notify_all();
  sleeper.join();
  while (!other_tasks({}).empty()) {
    // The kernel lists a thread for a moment longer than join() waits for it.
  }
}

}  // namespace
}  // namespace harness
