#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <stdexcept>
#include <thread>

#include "harness/check.hpp"
#include "harness/costs.hpp"
#include "harness/gate.hpp"
#include "harness/scenario.hpp"
#include "harness/threads.hpp"
#include "labs/pool/subject.hpp"
#include "threading/errors.hpp"

// Workers: started when they are needed, neither too few nor too many, and idle in time.
// A pool's initializer runs once in each worker, so it counts them.
namespace {

using namespace std::chrono_literals;
using harness::Gate;
using harness::Judges;
using harness::Thread;
using harness::Threads;
using subject::Fragile;
using subject::Future;
using subject::ThreadPoolExecutor;

// Schedules: for what shows itself under almost any, and for what has to be sought.
constexpr std::uint32_t kFew = 200;
constexpr std::uint32_t kMany = 4000;

// A pool that counts its workers.
struct CountedPool {
  explicit CountedPool(std::size_t max_workers) : pool(max_workers, [this] { ++started; }) {}
  std::atomic<int> started = 0;
  ThreadPoolExecutor pool;
};

// Two tasks that can only end together.
class Meeting {
 public:
  void come_first() {
    here_.open();
    there_.pass();
  }
  void come_second() {
    there_.open();
    here_.pass();
  }

 private:
  Gate here_;
  Gate there_;
};

// ---- Not too many ----

SCENARIO(Workers, OneIsIdleBeforeItsResultIsSeen, interleaving,
         "A worker is idle again before its task's result can be seen.", .schedules = kMany) {
  CountedPool counted(3);
  for (int i = 0; i < 2; ++i)
    counted.pool.submit<void>([] {}).result();
  counted.pool.shutdown();
  CHECK_EQ(counted.started.load(), 1, "workers for two tasks, one after the other");
}

SCENARIO(Workers, OneIsIdleBeforeItsExceptionIsSeen, interleaving,
         "A worker is idle again before its task's result can be seen.", .schedules = kMany) {
  CountedPool counted(2);
  const auto first = counted.pool.submit<int>([]() -> int { throw 1; });
  CHECK(first.exception() != nullptr, "`exception` of a task that threw is null");
  CHECK_EQ(counted.pool.submit<int>([] { return 2; }).result(), 2, "the next task's result");
  counted.pool.shutdown();
  CHECK_EQ(counted.started.load(), 1, "workers for two tasks, of which the first threw");
}

SCENARIO(Workers, OneIsIdleBeforeWaitTells, interleaving,
         "A worker is idle again before its task's result can be seen.", .schedules = kMany) {
  CountedPool counted(2);
  subject::wait<int>({counted.pool.submit<int>([] { return 1; })});
  counted.pool.submit<int>([] { return 1; });
  counted.pool.shutdown();
  CHECK_EQ(counted.started.load(), 1, "workers for two tasks, one after the other");
}

SCENARIO(Workers, ACancelledTaskKeepsNoWorkerBusy, behaviour,
         "A worker is started only when a task arrives and none is idle.", .schedules = kFew) {
  CountedPool counted(4);
  counted.pool.submit<void>([] {}).result();
  for (int i = 0; i < 3; ++i) {
    counted.pool.submit<void>([] {}).cancel();
    harness::settle();
    counted.pool.submit<void>([] {}).result();
    harness::settle();
  }
  counted.pool.shutdown();
  // Nothing tells a submitter that a worker has thrown a cancelled task away, so one look at who
  // is idle may be out of date, and one worker more; not one more for each task.
  CHECK(counted.started.load() <= 2, "each task that was cancelled has cost an idle worker");
}

SCENARIO(Workers, NeverMoreThanTheMaximum, interleaving, "Workers are started up to `max_workers`.",
         .schedules = kMany) {
  CountedPool counted(1);
  std::atomic<int> running = 0;
  Threads threads;
  threads.start_together(2, [&](int) {
    counted.pool.submit<void>([&running] {
      CHECK_EQ(++running, 1, "tasks at once, in a pool of one worker");
      --running;
    });
  });
  threads.join();
  counted.pool.shutdown();
  CHECK_EQ(counted.started.load(), 1, "workers of a pool of at most one");
}

// ---- Not too few ----

SCENARIO(Workers, TasksThatNeedEachOtherMeet, interleaving,
         "A worker is started when a task arrives and none is idle.", .schedules = kMany) {
  Meeting meeting;
  ThreadPoolExecutor pool(2);
  pool.submit<void>([&meeting] { meeting.come_first(); });
  pool.submit<void>([&meeting] { meeting.come_second(); });
}

// One worker is idle, and only one of two tasks that come at once can have it.
SCENARIO(Workers, AnIdleOneCountsOnce, interleaving,
         "A worker is started when a task arrives and none is idle.", .schedules = kMany) {
  Meeting meeting;
  ThreadPoolExecutor pool(2);
  pool.submit<void>([] {}).result();
  pool.submit<void>([&meeting] { meeting.come_first(); });
  pool.submit<void>([&meeting] { meeting.come_second(); });
}

SCENARIO(Workers, TwoIdleOnesTakeTwoTasks, interleaving,
         "A worker is started when a task arrives and none is idle.", .schedules = kMany) {
  Meeting one;
  Meeting other;
  ThreadPoolExecutor pool(2);
  const auto first = pool.submit<void>([&one] { one.come_first(); });
  const auto second = pool.submit<void>([&one] { one.come_second(); });
  first.result();
  second.result();
  harness::settle();
  const auto third = pool.submit<void>([&other] { other.come_first(); });
  const auto fourth = pool.submit<void>([&other] { other.come_second(); });
  third.result();  // before a shutdown, which wakes everybody
  fourth.result();
}

SCENARIO(Workers, AnIdleOneCountsOnceThoughTheTasksAreSubmittedAtOnce, interleaving,
         "A worker is started when a task arrives and none is idle.", .schedules = kMany) {
  Meeting meeting;
  ThreadPoolExecutor pool(2);
  Threads threads;
  threads.spawn("first", [&] { pool.submit<void>([&meeting] { meeting.come_first(); }); });
  threads.spawn("second", [&] { pool.submit<void>([&meeting] { meeting.come_second(); }); });
}

SCENARIO(Workers, ACancelledTaskTakesNoWorkerFromOthers, interleaving,
         "A worker is started when a task arrives and none is idle.", .schedules = kMany) {
  Meeting meeting;
  ThreadPoolExecutor pool(2);
  pool.submit<void>([] {}).cancel();
  pool.submit<void>([&meeting] { meeting.come_first(); });
  pool.submit<void>([&meeting] { meeting.come_second(); });
}

SCENARIO(Workers, ATaskMayWaitForOneThatItSubmits, interleaving, "A task may submit tasks.",
         .schedules = kMany) {
  ThreadPoolExecutor pool(2);
  const auto outer =
      pool.submit<int>([&pool] { return pool.submit<int>([] { return 3; }).result() + 1; });
  CHECK_EQ(outer.result(), 4, "the result of a task that waited for its own task");
}

SCENARIO(Workers, ATaskMaySubmitToItsOnlyWorker, interleaving, "A task may submit tasks.",
         .schedules = kMany) {
  std::atomic<int> ran = 0;
  ThreadPoolExecutor pool(1);
  const auto outer = pool.submit<void>([&] { pool.submit<int>([&ran] { return ++ran; }); });
  outer.result();
  pool.shutdown();
  CHECK_EQ(ran.load(), 1, "tasks that ran, of one that a task submitted");
}

SCENARIO(Workers, EveryTaskRunsOnce, interleaving, "Tasks already accepted run.",
         .schedules = kMany) {
  std::atomic<int> ran[3] = {};
  {
    ThreadPoolExecutor pool(2);
    for (auto& each : ran)
      pool.submit<int>([&each] { return ++each; });
  }
  for (auto& each : ran)
    CHECK_EQ(each.load(), 1, "how often a task ran");
}

// ---- Idle ones ----

SCENARIO(Workers, IdleOnesAreWoken, interleaving, "Tasks already accepted run.",
         .schedules = kMany) {
  ThreadPoolExecutor pool(1);
  for (int i = 0; i < 2; ++i)
    CHECK_EQ(pool.submit<int>([i] { return i; }).result(), i, "the result");
}

SCENARIO(Workers, IdleOnesSleep, behaviour,
         "Every blocking call blocks: no spinning without bound, no sleeping and polling.",
         .weight = 0.5, .schedules = 50, .judges = Judges::explore_only) {
  ThreadPoolExecutor pool(2);
  Meeting meeting;
  const auto first = pool.submit<void>([&meeting] { meeting.come_first(); });
  const auto second = pool.submit<void>([&meeting] { meeting.come_second(); });
  first.result();
  second.result();
  CHECK_OTHERS_SLEEP("an idle worker polls for tasks instead of sleeping");
}

// ---- Tasks ----

SCENARIO(Workers, ATaskThatThrowsEndsNoWorker, behaviour,
         "The task's own exception is thrown from `result`.", .schedules = kFew) {
  CountedPool counted(1);
  CHECK_THROWS(counted.pool.submit<int>([]() -> int { throw 1; }).result(), int,
               "`result` of a task that threw an int");
  CHECK_EQ(counted.pool.submit<int>([] { return 2; }).result(), 2, "the next task's result");
  CHECK_EQ(counted.started.load(), 1, "workers for two tasks, of which the first threw");
}

SCENARIO(Workers, TheInitializerRunsFirst, behaviour,
         "CPython: the initializer is called at the start of each worker thread.",
         .schedules = kFew) {
  std::thread::id initialized;
  ThreadPoolExecutor pool(1, [&initialized] { initialized = std::this_thread::get_id(); });
  const auto same = pool.submit<int>(
      [&initialized] { return initialized == std::this_thread::get_id() ? 1 : 0; });
  CHECK_EQ(same.result(), 1, "whether the task's thread ran the initializer before");
}

SCENARIO(Workers, ASubmitThatThrowsChangesNothing, behaviour, "A call that throws changes nothing.",
         .schedules = 50) {
  for (int moves = 0; moves < 8; ++moves) {
    ThreadPoolExecutor pool(1);
    try {
      // What the task's argument throws when it is moved on by the worker is the task's.
      static_cast<void>(pool.submit_fragile(Fragile(moves)).exception());
    } catch (const Fragile::Broken&) {
      // How often a pool moves an argument is its own affair; that it survives is not.
    }
    CHECK_EQ(pool.submit<int>([] { return 3; }).result(), 3, "a later task's result");
  }
}

SCENARIO(Workers, TheyAreTheirOwnPoolsAlone, behaviour,
         "A waiting `shutdown` from one of the pool's own workers is a `RuntimeError`.",
         .schedules = kFew) {
  ThreadPoolExecutor pool(1);
  ThreadPoolExecutor other(1);
  other.submit<int>([] { return 1; });
  const auto closing = pool.submit<void>([&other] { other.shutdown(); });
  CHECK(closing.exception() == nullptr, "a worker could not shut down another pool");
  CHECK_THROWS(other.submit<int>([] { return 1; }), threading::RuntimeError,
               "`submit` after `shutdown`");
}

}  // namespace
