#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <stdexcept>

#include "harness/check.hpp"
#include "harness/scenario.hpp"
#include "harness/threads.hpp"
#include "labs/barrier/outcome.hpp"
#include "labs/barrier/subject.hpp"
#include "threading/errors.hpp"

// The schedules that lap a round, that mix two, or that leave somebody behind.
namespace {

using namespace std::chrono_literals;
using harness::Thread;
using harness::Threads;
using subject::are_a_pair;
using subject::Barrier;
using subject::Outcome;
using subject::outcome_of_wait;
using threading::BrokenBarrierError;

// ---- Rounds ----

SCENARIO(Barrier, TwoThreadsMeetThreeTimes, interleaving,
         "It is cyclic: the next round can begin at once.") {
  Barrier barrier(2);
  std::array<std::array<std::size_t, 3>, 2> indices{};
  Threads threads;
  threads.start_together(2, [&](int number) {
    for (std::size_t& index : indices[static_cast<std::size_t>(number)])
      index = barrier.wait();
  });
  threads.join();
  for (std::size_t round = 0; round < 3; ++round)
    CHECK(are_a_pair(indices[0][round], indices[1][round]), "two threads share an index");
}

SCENARIO(Barrier, ThreeThreadsMeetTwice, interleaving,
         "It is cyclic: a fast thread never slips through a round that it does not belong to.") {
  Barrier barrier(3);
  std::atomic<int> arrived[2] = {};
  Threads threads;
  threads.start_together(3, [&](int) {
    for (std::atomic<int>& round : arrived) {
      ++round;
      barrier.wait();
      CHECK_EQ(round.load(), 3, "threads that had come to a round when one of them was released");
    }
  });
}

// More threads than parties: who comes while a round is being left belongs to the next, and to one
// that is released before it is awake it belongs as little.
SCENARIO(Barrier, OfThreeThreadsTwoPassABarrierForTwo, interleaving,
         "It is cyclic: a fast thread never slips through a round that it does not belong to.") {
  Barrier barrier(2);
  std::atomic<int> times[2] = {};
  const auto pass = [&] {
    const std::size_t index = barrier.wait();
    CHECK(index < 2, "an index is not below the number of parties");
    ++times[index];
  };
  Threads threads;
  const Thread* all[3];
  for (int number = 0; number < 3; ++number) {
    all[number] = &threads.spawn(number == 0 ? "late" : "fast", [&pass, number] {
      pass();
      if (number > 0) pass();
    });
  }
  const auto through_by_now = [&] {
    harness::settle();
    return std::count_if(all, all + 3, [](const Thread* each) { return each->returned(); });
  };
  for (int nap = 0; nap < 10 && through_by_now() < 2; ++nap)
    std::this_thread::sleep_for(50ms);
  CHECK_EQ(through_by_now(), 2, "threads that got through two rounds of two, of three");
  pass();
  threads.join();
  CHECK_EQ(times[0].load(), 3, "times that index 0 was given in three rounds");
  CHECK_EQ(times[1].load(), 3, "times that index 1 was given in three rounds");
}

SCENARIO(Barrier, NobodyIsCountedOnceARoundIsReleased, interleaving,
         "`n_waiting()` (0 as soon as a round is released, and when broken).") {
  Barrier barrier(3);
  Threads threads;
  threads.start_together(2, [&barrier](int) { barrier.wait(); });
  barrier.wait();
  CHECK_EQ(barrier.n_waiting(), 0U, "`n_waiting` as soon as a round is released");
}

SCENARIO(Barrier, NobodyIsCountedOnceItIsBroken, interleaving,
         "`n_waiting()` (0 as soon as a round is released, and when broken).") {
  Barrier barrier(3);
  Threads threads;
  threads.start_together(2, [&barrier](int) {
    CHECK(!outcome_of_wait(barrier), "two threads passed a barrier for three");
    CHECK_EQ(barrier.n_waiting(), 0U, "`n_waiting` when broken");
  });
  barrier.abort();
  CHECK_EQ(barrier.n_waiting(), 0U, "`n_waiting` when broken");
  CHECK(barrier.broken(), "the barrier was aborted, but it is not broken");
}

SCENARIO(Barrier, AnybodyMayAskAtAnyTime, interleaving,
         "`parties()` · `n_waiting()` (0 as soon as a round is released, and when broken) · "
         "`broken()`.") {
  Barrier barrier(2);
  Threads threads;
  threads.spawn("waiter", [&barrier] {
    CHECK(!outcome_of_wait(barrier), "one thread passed a barrier for two");
  });
  threads.spawn("asker", [&barrier] {
    CHECK_EQ(barrier.parties(), 2U, "`parties` of a barrier for two");
    CHECK(barrier.n_waiting() <= 1, "more threads are counted than have come");
    static_cast<void>(barrier.broken());
  });
  barrier.abort();
}

// ---- The action ----

SCENARIO(Barrier, TheActionSeesAllAndIsSeenByAll, interleaving,
         "The action runs once a round, in one of the threads, before any is released.") {
  int parts[2] = {};
  int sum = 0;
  Barrier barrier(2, [&] { sum = parts[0] + parts[1]; });
  Threads threads;
  threads.start_together(2, [&](int number) {
    for (int round = 1; round <= 2; ++round) {
      parts[number] = round;
      barrier.wait();
      CHECK_EQ(sum, 2 * round, "what the action made of both threads' parts");
      barrier.wait();
    }
  });
}

SCENARIO(Barrier, OneThreadGetsTheActionsException, interleaving,
         "Where it throws, that thread gets its exception, the barrier is broken.") {
  int runs = 0;
  Barrier barrier(3, [&runs] {
    ++runs;
    throw std::logic_error("no action today");
  });
  std::atomic<int> thrown = 0;
  std::atomic<int> broken = 0;
  const auto wait = [&] {
    try {
      barrier.wait();
      CHECK(false, "`wait` returned although the action of its round threw");
    } catch (const std::logic_error&) {
      ++thrown;
    } catch (const BrokenBarrierError&) {
      ++broken;
    }
  };
  Threads threads;
  threads.start_together(2, [&](int) { wait(); });
  wait();
  threads.join();
  CHECK_EQ(runs, 1, "runs of the action");
  CHECK_EQ(thrown.load(), 1, "threads that got the action's exception");
  CHECK_EQ(broken.load(), 2, "threads that got `BrokenBarrierError`");
  CHECK(barrier.broken(), "the action threw, but the barrier is not broken");
}

SCENARIO(Barrier, ARoundThatIsBrokenOffRunsNoAction, interleaving,
         "The action runs once a round, in one of the threads, before any is released.") {
  int runs = 0;
  Barrier barrier(2, [&runs] { ++runs; });
  Threads threads;
  threads.spawn("timed waiter", [&barrier] {
    CHECK(!outcome_of_wait(barrier, 1ms), "one thread passed a barrier for two");
  });
  threads.join();
  CHECK(!outcome_of_wait(barrier), "`wait` for a broken barrier returned");
  CHECK_EQ(runs, 0, "runs of the action of a barrier whose first round timed out");
}

// ---- Timeouts beside a round ----

// All of a round pass, or none does.
SCENARIO(Barrier, ATimeoutMeetsTheLastToCome, interleaving,
         "A timeout or `abort()` breaks it: all waiting threads, and later ones, get "
         "`BrokenBarrierError`.") {
  Barrier barrier(2);
  Outcome hasty;
  Threads threads;
  threads.spawn("hasty", [&] { hasty = outcome_of_wait(barrier, 1ms); });
  const Outcome last = outcome_of_wait(barrier);
  threads.join();
  if (hasty || last) CHECK(are_a_pair(hasty, last), "of two threads of a round, one timed out");
  CHECK_EQ(barrier.broken(), !hasty, "`broken` after a round that met a timeout");
}

SCENARIO(Barrier, ATimeoutBreaksNoRoundButItsOwn, interleaving,
         "It is cyclic: the next round can begin at once.") {
  Barrier barrier(2);
  Outcome hasty[2];
  Outcome patient[2];
  Threads threads;
  threads.spawn("hasty", [&] {
    hasty[0] = outcome_of_wait(barrier, 1ms);
    hasty[1] = outcome_of_wait(barrier);
  });
  for (Outcome& outcome : patient)
    outcome = outcome_of_wait(barrier);
  threads.join();
  for (int round = 0; round < 2; ++round) {
    const bool passed = are_a_pair(hasty[round], patient[round]);
    CHECK_EQ(passed, hasty[0].has_value(), "whether a round passed, given that the first did");
  }
}

SCENARIO(Barrier, AllOfARoundPassOrNone, interleaving,
         "A timeout or `abort()` breaks it: all waiting threads, and later ones, get "
         "`BrokenBarrierError`.") {
  Barrier barrier(3);
  Outcome outcomes[3];
  Threads threads;
  threads.start_together(2, [&](int number) { outcomes[number] = outcome_of_wait(barrier, 1ms); });
  outcomes[2] = outcome_of_wait(barrier);
  threads.join();
  for (const Outcome& outcome : outcomes)
    CHECK_EQ(outcome.has_value(), !barrier.broken(), "whether a thread of the round passed");
}

// ---- Abort and reset beside a round ----

SCENARIO(Barrier, AnAbortReachesWhoeverComes, interleaving,
         "A timeout or `abort()` breaks it: all waiting threads, and later ones, get "
         "`BrokenBarrierError`.") {
  Barrier barrier(3);
  Threads threads;
  threads.start_together(2, [&barrier](int) {
    CHECK(!outcome_of_wait(barrier), "two threads passed a barrier for three");
  });
  barrier.abort();
}

SCENARIO(Barrier, AnAbortMeetsTheLastToCome, interleaving,
         "A timeout or `abort()` breaks it: all waiting threads, and later ones, get "
         "`BrokenBarrierError`.") {
  Barrier barrier(2);
  Outcome outcomes[2];
  Threads threads;
  threads.start_together(2, [&](int number) { outcomes[number] = outcome_of_wait(barrier); });
  barrier.abort();
  threads.join();
  if (outcomes[0] && outcomes[1])
    CHECK(are_a_pair(outcomes[0], outcomes[1]), "two threads share an index");
  CHECK(barrier.broken(), "the barrier was aborted, but it is not broken");
  CHECK(!outcome_of_wait(barrier), "`wait` for a broken barrier returned");
}

SCENARIO(Barrier, AResetMeetsTheLastToCome, interleaving,
         "`reset()` gives waiting threads `BrokenBarrierError` and then makes it fresh.") {
  Barrier barrier(2);
  harness::Unseen<int> passed[2];
  Threads threads;
  const Thread* waiters[2];
  for (int number = 0; number < 2; ++number) {
    waiters[number] = &threads.spawn("waiter", [&, number] {
      if (outcome_of_wait(barrier)) passed[number].set(1);
    });
  }
  barrier.reset();
  const auto stranded_by_now = [&] {
    harness::settle();
    return int{!waiters[0]->returned()} + int{!waiters[1]->returned()};
  };
  for (int nap = 0; nap < 10 && stranded_by_now() == 2; ++nap)
    std::this_thread::sleep_for(50ms);
  const int stranded = stranded_by_now();
  CHECK(stranded <= 1, "two threads wait at a barrier for two");
  CHECK(passed[0].get() == passed[1].get(), "of two threads of a round, one passed");
  if (stranded == 1) barrier.wait();
  threads.join();
  CHECK(!barrier.broken(), "a barrier that was reset is broken");
}

SCENARIO(Barrier, ARoundMayBeginWhileAResetOneIsBeingLeft, interleaving,
         "`reset()` gives waiting threads `BrokenBarrierError` and then makes it fresh.") {
  Barrier barrier(2);
  Outcome other;
  Threads threads;
  const Thread& early = threads.spawn("early", [&barrier] {
    CHECK(!outcome_of_wait(barrier), "a thread that waited when the barrier was reset passed");
  });
  CHECK_BLOCKED(early, "`wait` returned although one of two threads had come");
  barrier.reset();
  threads.spawn("other", [&] { other = outcome_of_wait(barrier); });
  const Outcome own = outcome_of_wait(barrier);
  threads.join();
  CHECK(are_a_pair(own, other), "after `reset`, two threads did not pass a barrier for two");
}

SCENARIO(Barrier, WhoWasResetMayComeAgain, interleaving,
         "`reset()` gives waiting threads `BrokenBarrierError` and then makes it fresh.") {
  Barrier barrier(2);
  Outcome again;
  Threads threads;
  const Thread& early = threads.spawn("early", [&] {
    CHECK(!outcome_of_wait(barrier), "a thread that waited when the barrier was reset passed");
    again = outcome_of_wait(barrier);
  });
  CHECK_BLOCKED(early, "`wait` returned although one of two threads had come");
  barrier.reset();
  const Outcome own = outcome_of_wait(barrier);
  threads.join();
  CHECK(are_a_pair(own, again), "after `reset`, two threads did not pass a barrier for two");
}

SCENARIO(Barrier, AResetRightAfterAnAbortFreesAll, interleaving,
         "`reset()` also mends a broken one.") {
  Barrier barrier(2);
  Threads threads;
  const Thread& early = threads.spawn("early", [&barrier] {
    CHECK(!outcome_of_wait(barrier), "a thread that waited when the barrier was aborted passed");
  });
  CHECK_BLOCKED(early, "`wait` returned although one of two threads had come");
  barrier.abort();
  barrier.reset();
  Outcome other;
  threads.spawn("other", [&] { other = outcome_of_wait(barrier); });
  const Outcome own = outcome_of_wait(barrier);
  threads.join();
  CHECK(are_a_pair(own, other), "after `reset`, two threads did not pass a barrier for two");
}

SCENARIO(Barrier, AResetSparesARoundThatIsReleased, interleaving,
         "`reset()` gives waiting threads `BrokenBarrierError` and then makes it fresh.") {
  Barrier barrier(3);
  Threads threads;
  const Thread* waiters[2];
  for (const Thread*& waiter : waiters) {
    waiter = &threads.spawn("waiter", [&barrier] {
      CHECK(outcome_of_wait(barrier), "`reset` reached a round that was released before");
    });
  }
  for (const Thread* waiter : waiters)
    CHECK_BLOCKED(*waiter, "`wait` returned although two of three threads had come");
  barrier.wait();
  barrier.reset();
  CHECK_EQ(barrier.n_waiting(), 0U, "`n_waiting` of a barrier that was reset");
}

// ---- Many ----

SCENARIO(Barrier, ACrowdMeets, behaviour,
         "`wait` returns a different index 0 … parties-1 to each thread of a round.",
         .schedules = 20) {
  constexpr int kParties = 20;
  Barrier barrier(kParties);
  std::atomic<unsigned> seen = 0;
  Threads threads;
  threads.start_together(kParties, [&](int) { seen |= 1U << barrier.wait(); });
  threads.join();
  CHECK_EQ(seen.load(), (1U << kParties) - 1, "the indices of a round, as bits");
}

// However often it happens before the waiter runs: a counter of few bits would be back where it
// was.
SCENARIO(Barrier, ManyResetsPassAWaiterByAndItHearsOfOne, behaviour,
         "`reset()` gives waiting threads `BrokenBarrierError` and then makes it fresh.",
         .schedules = 20) {
  for (const int rounds : {4, 8, 16, 256}) {
    Barrier barrier(2);
    Threads threads;
    const Thread& waiter = threads.spawn("waiter", [&barrier] {
      CHECK(!outcome_of_wait(barrier), "`wait` returned an index although nobody else came");
    });
    CHECK_BLOCKED(waiter, "`wait` returned although one of two threads had come");
    for (int round = 0; round < rounds; ++round) {
      barrier.abort();
      barrier.reset();
    }
    CHECK_WAKES(waiter, "the barrier was reset again and again, and its waiter sleeps on");
  }
}

// ---- What becomes visible ----

SCENARIO(Barrier, WhatAllWroteBeforeIsSeenByAllAfter, interleaving,
         "What precedes `wait` in any thread of a round happens before what follows it in each.") {
  Barrier barrier(3);
  int parts[3] = {};
  const auto meet = [&](int number) {
    parts[number] = 1;
    barrier.wait();
    CHECK_EQ(parts[0] + parts[1] + parts[2], 3, "what three threads wrote before they met");
  };
  Threads threads;
  threads.start_together(2, meet);
  meet(2);
}

}  // namespace
