// The traps that explorers of this kind have fallen into, each a test of its name.
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "explorer/litmus/classics.hpp"
#include "explorer/litmus/programs.hpp"

namespace explorer::litmus {
namespace {

void run_body(void* body) {
  reinterpret_cast<void (*)()>(body)();
}

const Result& run(void (*body)(), const Options& options) {
  static Result result;
  explore(options, run_body, reinterpret_cast<void*>(body), result);
  return result;
}

const Result& run(std::span<const Program> table, std::string_view name) {
  const auto row = std::find_if(table.begin(), table.end(),
                                [name](const Program& program) { return program.name == name; });
  EXPECT_NE(row, table.end()) << name << " is in no table";
  Options options;
  if (row->expected == Finding::none) options.schedules = 1000;
  return run(row->body, options);
}

void expect(Finding finding, const Result& result) {
  EXPECT_STREQ(name_of(result.finding), name_of(finding)) << result.message;
}

TEST(Traps, StaticallyInitialisedAtomicsHaveAFirstStore) {
  expect(Finding::none, run(memory_orders(), "StaticAtomicHasAFirstValue"));
  expect(Finding::race, run(memory_orders(), "StaticAtomicMayBeReadStale"));
}

TEST(Traps, PlainFlagSpin) {
  expect(Finding::race, run(spin_locks(), "PlainFlagIsSpunOn"));
}

// The optimiser may leave nothing of a loop that the explorer could see.
TEST(Traps, LoopWithoutAnythingToSee) {
  Options options;
  options.schedules = 1;
  expect(Finding::livelock, run(
                                [] {
                                  for (;;)
                                    asm volatile("");
                                },
                                options));
}

// A loop of polls may be cut short only where it comes back to where it was. One that counts does
// not, and for all that one knows it might do something else after a million rounds.
TEST(Traps, LoopOfPollsThatIsCutShort) {
  Options options;
  options.strategy = Strategy::depth_first;
  EXPECT_TRUE(run(
                  [] {
                    std::atomic<bool> set = false;
                    together([&] { set = true; },
                             [&] {
                               while (!set) {
                               }
                             });
                  },
                  options)
                  .exhausted);
  const Result& counting = run(
      [] {
        std::atomic<bool> set = false;
        together([&] { set = true; },
                 [&] {
                   long rounds = 0;
                   while (!set)
                     ++rounds;
                   check(rounds < 1000000, "it is set in time");
                 });
      },
      options);
  expect(Finding::none, counting);
  EXPECT_FALSE(counting.exhausted);
}

TEST(Traps, MemcpyRace) {
  expect(Finding::race, run(heap(), "CopiesRace"));
  expect(Finding::race, run(heap(), "MovesRace"));
  expect(Finding::race, run(heap(), "FillsRace"));
}

TEST(Traps, ShadowAfterMallocReuse) {
  expect(Finding::none, run(heap(), "BlockIsUsedAgainByAnotherThread"));
}

TEST(Traps, ThreadLocalAcrossSchedules) {
  expect(Finding::none, run(thread_locals(), "EachThreadHasItsOwn"));
  expect(Finding::none, run(thread_locals(), "BodyFindsItsOwnFresh"));
}

// What a failed schedule leaves behind in the library's pool of waiters is not there in the next.
TEST(Traps, AbandonedWaitersInThePool) {
  Options options;
  options.strategy = Strategy::depth_first;
  const auto announced = [] {
    std::atomic<long> value = 0;
    together([&] { value.wait(0); },
             [&] {
               value.store(1);
               value.notify_one();
             });
  };
  const std::uint64_t before = run(announced, options).digest;
  EXPECT_NE(run(atomic_waits(), "AnnouncedBeforeItIsStored").finding, Finding::none);
  const Result& after = run(announced, options);
  expect(Finding::none, after);
  EXPECT_EQ(after.digest, before);
}

TEST(Traps, NotifyAddsNoHappensBefore) {
  expect(Finding::race, run(conditions(), "NotifyOrdersNothing"));
  expect(Finding::race, run(futexes(), "WakeOrdersNothing"));
}

TEST(Traps, DepthFirstSearchDoesNotDrift) {
  Options options;
  options.strategy = Strategy::depth_first;
  options.spurious_wakeups = false;
  const std::uint64_t first = run(queue3, options).schedules;
  const Result& second = run(queue3, options);
  EXPECT_TRUE(second.exhausted);
  EXPECT_EQ(second.schedules, first);
}

// Writes to memory that the explorer does not put back: each run finds what the one before left.
int* const outside = static_cast<int*>(
    mmap(nullptr, sizeof(int), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));

void body_that_drifts() {
  std::atomic<int> steps = 0;
  const auto step = [&] { ++steps; };
  together(step, step);
  if (++*outside % 2 == 0) together(step, step);
}

TEST(Traps, BodyThatDriftsIsToldSo) {
  expect(Finding::nondeterminism, run(body_that_drifts, Options{}));
}

TEST(Traps, DepthFirstSearchNoticesDrift) {
  Options options;
  options.strategy = Strategy::depth_first;
  expect(Finding::nondeterminism, run(body_that_drifts, options));
}

// A submission that reads memory which nobody wrote: its failure is its own, and not the
// explorer's.
void body_that_fails_at_times() {
  std::atomic<int> first = 0;
  const auto come = [&first](int number) {
    int nobody = 0;
    first.compare_exchange_strong(nobody, number);
  };
  together([&] { come(1); }, [&] { come(2); });
  if (first == 2) check(++*outside % 2 == 0, "the second came first, every other time");
}

TEST(Traps, FailureThatComesAndGoesIsToldSo) {
  *outside = 0;
  expect(Finding::nondeterminism, run(body_that_fails_at_times, Options{}));
}

void body_that_reads_its_stack() {
  char array[10000];
  volatile char* deep = array;
  asm volatile("" : "+r"(deep));  // the compiler is not to see that nobody wrote there
  check(deep[0] == 0, "an earlier schedule has left something on the stack");
  deep[0] = 1;
  together([] {}, [] {});
}

TEST(Traps, StacksAreCleanInEachSchedule) {
  expect(Finding::none, run(body_that_reads_its_stack, Options{}));
}

// Change points drawn over a length that was guessed too long miss: it must be measured.
TEST(Traps, PriorityChangePointsOverTheMeasuredLength) {
  constexpr std::uint64_t kSeeds = 100;
  constexpr std::uint64_t kMeanWithAGuess = 55;
  std::uint64_t sum = 0;
  for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
    Options options;
    options.strategy = Strategy::pct;
    options.seed = seed;
    options.minimise = false;
    const Result& result = run(futex_mutex_forgetful, options);
    expect(Finding::lost_wakeup, result);
    sum += result.found_after;
  }
  EXPECT_LT(sum, kSeeds * kMeanWithAGuess);
}

// A bound together with sleep sets would finish the philosophers without their deadlock.
TEST(Traps, SleepSetsWithABound) {
  Options options;
  options.strategy = Strategy::preemption_bound;
  options.depth = 2;
  expect(Finding::deadlock, run(philosophers, options));
  options.strategy = Strategy::depth_first;
  expect(Finding::deadlock, run(philosophers, options));
}

// The library asks its predicate only while it polls, before it sleeps: never polling is a deadlock
// of correct programs, polling often hides lost wake-ups of broken ones.
TEST(Traps, PollsOfAnAtomicWait) {
  expect(Finding::none, run(semaphores(), "LatchOrdersBothSides"));
  expect(Finding::none, run(semaphores(), "BarrierOrdersEachPhase"));
  expect(Finding::none, run(atomic_waits(), "AnnouncedAsLong"));
  expect(Finding::lost_wakeup, run(atomic_waits(), "FutexMutexForgetful"));
}

// Which of two locks comes first must not depend on where a process happens to put them.
void locks_in_the_order_of_their_addresses() {
  const auto first = std::make_unique<std::mutex>();
  const auto second = std::make_unique<std::mutex>();
  std::array<std::mutex, 2> others;
  const auto take = [](std::mutex& left, std::mutex& right) {
    const bool in_order = std::less<>()(&left, &right);
    const std::lock_guard outer(in_order ? left : right);
    const std::lock_guard inner(in_order ? right : left);
  };
  together(
      [&] {
        std::mutex mine;
        take(*first, *second);
        take(mine, others[0]);
      },
      [&] {
        std::mutex mine;
        take(*second, *first);
        take(mine, others[1]);
      });
  check(false, "so that there is something to replay");
}

constexpr const char* kDigestOnly = "LOCKSTEP_PRINT_DIGEST";

TEST(Traps, LockOrderingByAddressUnderReplay) {
  const Result& result = run(locks_in_the_order_of_their_addresses, Options{});
  const std::string digest = "digest=" + std::to_string(result.digest) + "\n";
  if (std::getenv(kDigestOnly) != nullptr) {
    std::printf("%s", digest.c_str());
    return;
  }
  const std::string command = std::string(kDigestOnly) + "=1 /proc/" + std::to_string(getpid()) +
                              "/exe --gtest_filter=Traps.LockOrderingByAddressUnderReplay";
  for (int process = 0; process < 20; ++process) {
    FILE* const output = popen(command.c_str(), "r");
    std::string text;
    for (int character = std::fgetc(output); character != EOF; character = std::fgetc(output))
      text += static_cast<char>(character);
    pclose(output);
    EXPECT_NE(text.find(digest), std::string::npos) << digest << text;
  }
}

TEST(Traps, RLockRelockBySelf) {
  expect(Finding::none, run(monitors(), "RLock"));
  expect(Finding::none, run(mutexes(), "RecursiveMutexIsTakenAgainByItsOwner"));
  expect(Finding::deadlock, run(mutexes(), "RelockedByItsOwner"));
}

TEST(Traps, DestroyingALockedMutexOrAConditionWithWaiters) {
  expect(Finding::misuse, run(mutexes(), "DeletedWhileLocked"));
  expect(Finding::misuse, run(conditions(), "DeletedWithAWaiter"));
}

TEST(Traps, ExceptionOutOfAThreadBody) {
  expect(Finding::uncaught_exception, run(deaths(), "ExceptionLeavesAThread"));
}

TEST(Traps, SeventeenThreads) {
  expect(Finding::none, run(threads(), "SeventeenThreads"));
  expect(Finding::race, run(threads(), "SeventeenThreadsRace"));
}

// Outside explore() everything reaches the real library again.
TEST(Traps, RealThreadsWorkAfterwards) {
  expect(Finding::deadlock, run(philosophers, Options{}));
  std::mutex mutex;
  int count = 0;
  in_threads(4, [&](int) {
    const std::lock_guard lock(mutex);
    ++count;
  });
  EXPECT_EQ(count, 4);
  std::atomic<int> value = 0;
  std::thread thread([&] {
    value.store(1);
    value.notify_one();
  });
  value.wait(0);
  thread.join();
}

}  // namespace
}  // namespace explorer::litmus
