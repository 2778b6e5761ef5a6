// Whole schedules of small bodies, compiled as a student's code is: each has a known verdict.
#include <gtest/gtest.h>
#include <pthread.h>

#include <atomic>
#include <barrier>
#include <condition_variable>
#include <cstdlib>
#include <future>
#include <latch>
#include <memory>
#include <mutex>
#include <semaphore>
#include <string>
#include <thread>
#include <vector>

#include "explorer/explorer.h"

namespace {

using explorer::Finding;
using explorer::Options;
using explorer::Result;
using namespace std::chrono_literals;

void require(bool condition, const char* what) {
  if (!condition) explorer::fail(Finding::check_failed, what);
}

struct Case {
  const char* name;
  Finding finding;
  void (*body)();
};

void call(void* argument) {
  (*static_cast<void (**)()>(argument))();
}

const Result& explore(void (*body)(), const Options& options = {}) {
  static Result result;
  explorer::explore(options, call, &body, result);
  return result;
}

template <class Work>
void in_two_threads(Work work) {
  std::thread first(work);
  std::thread second(work);
  first.join();
  second.join();
}

void spin_lock(std::memory_order unlock) {
  std::atomic<bool> locked{false};
  int count = 0;
  in_two_threads([&] {
    while (locked.exchange(true, std::memory_order_acquire)) {
    }
    count++;
    locked.store(false, unlock);
  });
  require(count == 2, "both counted");
}

void test_then_set() {
  std::atomic<bool> locked{false};
  int count = 0;
  in_two_threads([&] {
    while (locked.load()) {
    }
    locked.store(true);
    count++;
    locked.store(false);
  });
}

void flags_and_turn(std::memory_order store, std::memory_order load) {
  std::atomic<int> flags[2]{};
  std::atomic<int> turn{0};
  int count = 0;
  const auto work = [&](int me) {
    flags[me].store(1, store);
    turn.store(1 - me, store);
    while (flags[1 - me].load(load) != 0 && turn.load(load) == 1 - me) {
    }
    count++;
    flags[me].store(0, std::memory_order_release);
  };
  std::thread first(work, 0);
  std::thread second(work, 1);
  first.join();
  second.join();
}

void event_set_outside_the_lock() {
  std::mutex mutex;
  std::condition_variable changed;
  std::atomic<bool> set{false};
  std::thread waiter([&] {
    std::unique_lock lock(mutex);
    while (!set)
      changed.wait(lock);
  });
  set = true;
  changed.notify_one();
  waiter.join();
}

void locks_in_two_orders() {
  std::mutex a;
  std::mutex b;
  std::thread other([&] { std::scoped_lock both(a), inner(b); });
  {
    const std::lock_guard first(b);
    const std::lock_guard second(a);
  }
  other.join();
}

void uses_a_deleted_object() {
  auto value = std::make_unique<std::atomic<int>>(0);
  std::thread other([used = value.get()] { used->store(1); });
  value->load();
  value.reset();
  other.join();
}

// Deep enough that what is called after it does not reach as far down.
[[gnu::noinline]] void publish_a_local(std::atomic<int>*& where) {
  std::atomic<int> locals[1024]{};
  where = &locals[0];
  locals[1023].store(1);
}

void outlives_a_frame() {
  std::atomic<int>* dangling = nullptr;
  std::atomic<bool> ready{false};
  std::atomic<bool> gone{false};
  std::thread other([&] {
    publish_a_local(dangling);
    ready = true;
    ready.notify_one();
    gone.wait(false);
  });
  ready.wait(false);
  dangling->store(2);
  gone = true;
  gone.notify_one();
  other.join();
}

void waits_for_ever() {
  std::atomic<int> never{0};
  while (never.load() == 0) {
  }
}

void all_of_the_library() {
  std::latch latch(2);
  std::barrier barrier(2);
  std::counting_semaphore<2> semaphore(0);
  static std::once_flag once;
  static std::string text(40, 'x');
  std::promise<int> promise;
  std::thread other([&] {
    std::call_once(once, [] { text += "y"; });
    latch.arrive_and_wait();
    barrier.arrive_and_wait();
    semaphore.release();
    promise.set_value(7);
  });
  latch.arrive_and_wait();
  std::call_once(once, [] { text += "y"; });
  barrier.arrive_and_wait();
  semaphore.acquire();
  require(promise.get_future().get() == 7, "the promise's value");
  require(text.size() == 41, "statics begin anew in each schedule");
  other.join();
  require(std::async(std::launch::async, [] { return 3; }).get() == 3, "async");
}

void sleeps_an_hour() {
  const auto start = std::chrono::steady_clock::now();
  std::this_thread::sleep_for(1h);
  require(std::chrono::steady_clock::now() - start >= 1h, "an hour has passed");
}

void throws_in_a_thread() {
  std::thread([] { throw 1; }).join();
}

constexpr auto kAcquire = std::memory_order_acquire;
constexpr auto kRelease = std::memory_order_release;
constexpr auto kSeqCst = std::memory_order_seq_cst;

const Case kCases[] = {
    {"SpinLock", Finding::none, [] { spin_lock(kRelease); }},
    {"SpinLockWithRelaxedUnlock", Finding::race, [] { spin_lock(std::memory_order_relaxed); }},
    {"TestThenSet", Finding::race, test_then_set},
    {"FlagsAndTurn", Finding::none, [] { flags_and_turn(kSeqCst, kSeqCst); }},
    {"FlagsAndTurnTooWeak", Finding::race, [] { flags_and_turn(kRelease, kAcquire); }},
    {"EventSetOutsideTheLock", Finding::lost_wakeup, event_set_outside_the_lock},
    {"LocksInTwoOrders", Finding::deadlock, locks_in_two_orders},
    {"UsesADeletedObject", Finding::use_after_free, uses_a_deleted_object},
    {"OutlivesAFrame", Finding::use_after_free, outlives_a_frame},
    {"WaitsForEver", Finding::livelock, waits_for_ever},
    {"AllOfTheLibrary", Finding::none, all_of_the_library},
    {"SleepsAnHour", Finding::none, sleeps_an_hour},
    {"ThrowsInAThread", Finding::uncaught_exception, throws_in_a_thread},
    {"UnlocksWhatItDoesNotHold", Finding::misuse, [] { std::mutex().unlock(); }},
    {"Leaks", Finding::leak,
     [] {
       int* volatile lost = new int(1);
       static_cast<void>(lost);
     }},
    {"Crashes", Finding::crash, [] { *reinterpret_cast<volatile int*>(8) = 1; }},
    {"DestroysAJoinableThread", Finding::uncaught_exception, [] { std::thread([] {}); }},
};

std::string name_of_case(const testing::TestParamInfo<Case>& info) {
  return info.param.name;
}

class KnownVerdict : public testing::TestWithParam<Case> {};

TEST_P(KnownVerdict, IsFound) {
  const Result& result = explore(GetParam().body);
  EXPECT_EQ(result.finding, GetParam().finding) << result.message << '\n' << result.detail;
}

TEST_P(KnownVerdict, IsTheSameOnRealThreads) {
  const Result& fibers = explore(GetParam().body, {.schedules = 200, .max_steps = 2000});
  const Finding finding = fibers.finding;
  const std::uint64_t digest = fibers.digest;
  const Result& threads =
      explore(GetParam().body,
              {.schedules = 200, .max_steps = 2000, .backend = explorer::Backend::threads});
  EXPECT_EQ(threads.finding, finding) << threads.message << '\n' << threads.detail;
  EXPECT_EQ(threads.digest, digest);
}

TEST_P(KnownVerdict, IsReplayedFromItsDeviations) {
  const Result& found = explore(GetParam().body);
  if (found.finding == Finding::none) GTEST_SKIP() << "nothing to replay";
  const std::uint64_t digest = found.digest;
  const std::vector<explorer::Deviation> deviations(found.deviations,
                                                    found.deviations + found.deviation_count);
  const Result& again =
      explore(GetParam().body, {.strategy = explorer::Strategy::replay,
                                .deviations = deviations.data(),
                                .deviation_count = static_cast<std::uint32_t>(deviations.size())});
  EXPECT_EQ(again.finding, GetParam().finding) << again.message;
  EXPECT_EQ(again.digest, digest);
}

INSTANTIATE_TEST_SUITE_P(Explore, KnownVerdict, testing::ValuesIn(kCases), name_of_case);

TEST(Explore, SeesAllSchedulesOfASmallBody) {
  const Result& result = explore([] { spin_lock(kRelease); });
  EXPECT_TRUE(result.exhausted);
  EXPECT_LE(result.schedules, 1000u);
}

TEST(Explore, LeavesAShortTraceWithFewPreemptions) {
  const Result& result = explore(event_set_outside_the_lock);
  EXPECT_EQ(result.preemptions, 2u);
  EXPECT_LE(result.trace_count, 20u);
  EXPECT_EQ(result.blocked_count, 2u);
}

// ctest runs it in a process of its own: no fibers have made the threads before. Whoever waited for
// a new one took the driver's turn, and the schedule never ended.
TEST(Explore, MakesRealThreadsWhileOthersRun) {
  const Result& result = explore([] { in_two_threads([] {}); },
                                 {.schedules = 5, .backend = explorer::Backend::threads});
  EXPECT_EQ(result.finding, Finding::none) << result.message;
}

// It said "join thread 0": the caller's own number.
TEST(Explore, NamesTheThreadThatABlockedJoinWaitsFor) {
  const Result& result = explore([] {
    std::atomic<bool> is_done{false};
    std::thread other([&] { is_done = true; });
    other.join();
    require(!is_done, "fails once it was joined");
  });
  int blocked_joins = 0;
  for (std::uint32_t i = 0; i < result.trace_count; ++i) {
    const explorer::Step& step = result.trace[i];
    if (step.op != explorer::Op::join || (step.flags & explorer::kBlocked) == 0) continue;
    EXPECT_EQ(step.other, 1);
    ++blocked_joins;
  }
  EXPECT_EQ(blocked_joins, 1);
}

TEST(Explore, NamesWhatLiesInsideANamedObject) {
  const Result& result = explore([] {
    struct {
      int balance = 0;
      std::mutex mutex;
    } account;
    explorer::name_object(&account, sizeof account, "savings");
    const std::lock_guard once(account.mutex);
    const std::lock_guard twice(account.mutex);
  });
  EXPECT_EQ(result.finding, Finding::deadlock);
  EXPECT_STREQ(result.message, "main locks \"savings\", which it holds already");
}

TEST(Explore, SettleWaitsUntilTheOthersAreBlocked) {
  const Result& result = explore([] {
    std::atomic<std::uint32_t> word{0};
    std::thread waiter([&] { word.wait(0); });
    explorer::settle();
    require(explorer::blocked_threads() == 1, "the waiter is blocked");
    require(explorer::counts().sleeps >= 1, "the waiter sleeps");
    word = 1;
    word.notify_one();
    waiter.join();
  });
  EXPECT_EQ(result.finding, Finding::none) << result.message;
}

// Each of its looks changes an object, so that it never polls in vain.
pthread_t the_main_thread;

TEST(Explore, HandlersOfTheEndRunOnTheMainThread) {
  for (const explorer::Backend backend : {explorer::Backend::fibers, explorer::Backend::threads}) {
    Options options;
    options.backend = backend;
    const Result& result = explore(
        [] {
          the_main_thread = pthread_self();
          std::atexit([] {
            if (pthread_equal(pthread_self(), the_main_thread) == 0) {
              explorer::fail(Finding::check_failed, "on another thread");
            }
          });
          std::thread([] {}).detach();
        },
        options);
    EXPECT_EQ(result.finding, Finding::none) << result.message;
    EXPECT_TRUE(result.exhausted);
  }
}

TEST(Explore, WhatOthersStoredIsSeenOnceTheyHaveSettled) {
  const Result& result = explore([] {
    std::atomic<int> flag = 0;
    std::thread other([&] { flag.store(1, std::memory_order_relaxed); });
    explorer::settle();
    if (flag.load(std::memory_order_relaxed) != 1) explorer::fail(Finding::check_failed, "stale");
    other.join();
  });
  EXPECT_EQ(result.finding, Finding::none) << result.message;
}

TEST(Explore, ToSettleIsNoSynchronisation) {
  const Result& result = explore([] {
    int value = 0;
    std::thread other([&] { value = 1; });
    explorer::settle();
    value = 2;
    other.join();
  });
  EXPECT_EQ(result.finding, Finding::race) << result.message;
}

TEST(Explore, SettleEndsForWhoPollsOnWhatItChanges) {
  const Result& result = explore([] {
    std::mutex mutex;
    bool open = false;
    std::thread poller([&] {
      for (bool seen = false; !seen; std::this_thread::yield()) {
        const std::lock_guard lock(mutex);
        seen = open;
      }
    });
    explorer::settle();
    {
      const std::lock_guard lock(mutex);
      open = true;
    }
    poller.join();
  });
  EXPECT_EQ(result.finding, Finding::none) << result.message;
}

TEST(Explore, RealThreadsWorkAfterwards) {
  explore([] { spin_lock(kRelease); });
  std::mutex mutex;
  int count = 0;
  in_two_threads([&] {
    const std::lock_guard lock(mutex);
    count++;
  });
  EXPECT_EQ(count, 2);
}

}  // namespace
