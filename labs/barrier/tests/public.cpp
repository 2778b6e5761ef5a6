#include <atomic>
#include <chrono>
#include <stdexcept>

#include "harness/check.hpp"
#include "harness/scenario.hpp"
#include "harness/threads.hpp"
#include "labs/barrier/outcome.hpp"
#include "labs/barrier/subject.hpp"
#include "threading/errors.hpp"

// What a student may read before writing a line: the contract of a Barrier, call by call.
namespace {

using namespace std::chrono_literals;
using harness::Thread;
using harness::Threads;
using subject::are_a_pair;
using subject::Barrier;
using subject::n_waiting_at_rest;
using subject::Outcome;
using subject::outcome_of_wait;
using threading::BrokenBarrierError;
using threading::ValueError;
using Clock = std::chrono::steady_clock;

SCENARIO(Barrier, ANewBarrierIsWholeAndEmpty, behaviour,
         "`explicit Barrier(std::size_t parties, …)` · `parties()` · `n_waiting()` · `broken()`.") {
  Barrier barrier(3);
  CHECK_EQ(barrier.parties(), 3U, "`parties` of a barrier for three");
  CHECK_EQ(barrier.n_waiting(), 0U, "`n_waiting` of a new barrier");
  CHECK(!barrier.broken(), "a new barrier is broken");
  CHECK_THROWS(Barrier(0), ValueError, "a barrier for no parties");
}

SCENARIO(Barrier, ABarrierForOneNeverBlocks, behaviour,
         "`wait` returns a different index 0 … parties−1 to each thread of a round.") {
  Barrier barrier(1);
  for (int round = 0; round < 3; ++round)
    CHECK_EQ(barrier.wait(), 0U, "the index of the only thread");
  CHECK_EQ(barrier.n_waiting(), 0U, "`n_waiting` after a round");
}

SCENARIO(Barrier, WaitBlocksUntilAllHaveCome, behaviour, "Every blocking call blocks.") {
  Barrier barrier(3);
  Threads threads;
  const Thread& first = threads.spawn("first", [&barrier] { barrier.wait(); });
  CHECK_BLOCKED(first, "`wait` returned although one of three threads had come");
  CHECK_EQ(n_waiting_at_rest(barrier, 1), 1U, "`n_waiting` while one thread waits");
  const Thread& second = threads.spawn("second", [&barrier] { barrier.wait(); });
  CHECK_BLOCKED(second, "`wait` returned although two of three threads had come");
  CHECK_BLOCKED(first, "`wait` returned although two of three threads had come");
  CHECK_EQ(n_waiting_at_rest(barrier, 2), 2U, "`n_waiting` while two threads wait");
  barrier.wait();
  CHECK_EQ(barrier.n_waiting(), 0U, "`n_waiting` as soon as the round is released");
  CHECK_WAKES(first, "`wait` still blocks although all three threads have come");
  CHECK_WAKES(second, "`wait` still blocks although all three threads have come");
}

SCENARIO(Barrier, EachThreadGetsAnIndexOfItsOwn, interleaving,
         "`wait` returns a different index 0 … parties−1 to each thread of a round.") {
  Barrier barrier(3);
  int seen[3] = {};
  Threads threads;
  std::size_t indices[3] = {};
  threads.start_together(2, [&](int number) { indices[number] = barrier.wait(); });
  indices[2] = barrier.wait();
  threads.join();
  for (const std::size_t index : indices) {
    CHECK(index < 3, "an index is not below the number of parties");
    ++seen[index];
  }
  for (const int times : seen)
    CHECK_EQ(times, 1, "times that an index was given in a round");
}

SCENARIO(Barrier, ItIsCyclic, interleaving,
         "It is cyclic: the next round can begin at once; what a thread wrote before a round is "
         "seen by all after it.") {
  Barrier barrier(2);
  int arrived[2] = {};
  Threads threads;
  threads.start_together(2, [&](int number) {
    for (int round = 1; round <= 2; ++round) {
      arrived[number] = round;
      barrier.wait();
      CHECK_EQ(arrived[1 - number], round, "rounds that the other thread had come to");
      barrier.wait();
    }
  });
}

SCENARIO(Barrier, TheActionRunsOnceARoundBeforeAnyIsReleased, interleaving,
         "The action runs once a round, in one of the threads, before any is released.") {
  int runs = 0;
  Barrier barrier(2, [&runs] { ++runs; });
  Threads threads;
  threads.start_together(2, [&](int) {
    for (int round = 1; round <= 2; ++round) {
      barrier.wait();
      CHECK_EQ(runs, round, "runs of the action when a thread is released");
      barrier.wait();
      CHECK_EQ(runs, ++round, "runs of the action when a thread is released");
    }
  });
}

SCENARIO(Barrier, AnActionThatThrowsBreaksIt, behaviour,
         "Where it throws, that thread gets its exception, the barrier is broken.") {
  Barrier barrier(2, [] { throw std::runtime_error("no action today"); });
  std::atomic<int> thrown = 0;
  const auto wait = [&] {
    try {
      barrier.wait();
      CHECK(false, "`wait` returned although the action of its round threw");
    } catch (const BrokenBarrierError&) {  // the other thread's, which ran the action
    } catch (const std::runtime_error&) {
      ++thrown;
    }
  };
  Threads threads;
  const Thread& waiter = threads.spawn("waiter", wait);
  harness::settle();
  wait();
  CHECK(barrier.broken(), "the action threw, but the barrier is not broken");
  CHECK_WAKES(waiter, "`wait` still blocks although the action threw");
  CHECK_EQ(thrown.load(), 1, "threads that got the action's exception");
}

SCENARIO(Barrier, ATimeoutBreaksIt, behaviour,
         "A timeout or `abort()` breaks it: all waiting threads, and later ones, get "
         "`BrokenBarrierError`.") {
  Barrier barrier(2);
  const auto begin = Clock::now();
  CHECK_THROWS(barrier.wait(5ms), BrokenBarrierError, "`wait` that timed out");
  CHECK(Clock::now() - begin >= 5ms, "a timed `wait` gave up before its time was over");
  CHECK(barrier.broken(), "a `wait` timed out, but the barrier is not broken");
  CHECK_EQ(barrier.n_waiting(), 0U, "`n_waiting` of a broken barrier");
  CHECK_THROWS(barrier.wait(), BrokenBarrierError, "`wait` for a broken barrier");
}

SCENARIO(Barrier, AbortBreaksIt, behaviour,
         "A timeout or `abort()` breaks it: all waiting threads, and later ones, get "
         "`BrokenBarrierError`.") {
  Barrier barrier(2);
  Threads threads;
  const Thread& waiter = threads.spawn("waiter", [&barrier] {
    CHECK_THROWS(barrier.wait(), BrokenBarrierError, "`wait` for a barrier that is aborted");
  });
  CHECK_BLOCKED(waiter, "`wait` returned although one of two threads had come");
  barrier.abort();
  CHECK(barrier.broken(), "the barrier was aborted, but it is not broken");
  CHECK_EQ(barrier.n_waiting(), 0U, "`n_waiting` of a broken barrier");
  CHECK_WAKES(waiter, "`wait` still blocks although the barrier was aborted");
  CHECK_THROWS(barrier.wait(), BrokenBarrierError, "`wait` for a broken barrier");
}

SCENARIO(Barrier, ResetFreesWhoWaitsAndMakesItFresh, behaviour,
         "`reset()` gives waiting threads `BrokenBarrierError` and then makes it fresh.") {
  Barrier barrier(2);
  Threads threads;
  const Thread& waiter = threads.spawn("waiter", [&barrier] {
    CHECK_THROWS(barrier.wait(), BrokenBarrierError, "`wait` for a barrier that is reset");
  });
  CHECK_BLOCKED(waiter, "`wait` returned although one of two threads had come");
  barrier.reset();
  CHECK_WAKES(waiter, "`wait` still blocks although the barrier was reset");
  CHECK(!barrier.broken(), "a barrier that was reset is broken");
  CHECK_EQ(barrier.n_waiting(), 0U, "`n_waiting` of a barrier that was reset");
  Outcome other;
  threads.spawn("other", [&] { other = outcome_of_wait(barrier); });
  const Outcome own = outcome_of_wait(barrier);
  threads.join();
  CHECK(are_a_pair(own, other), "after `reset`, two threads did not pass a barrier for two");
}

}  // namespace
