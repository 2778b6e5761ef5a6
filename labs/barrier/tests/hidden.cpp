#include <atomic>
#include <chrono>
#include <memory>
#include <thread>

#include "harness/check.hpp"
#include "harness/costs.hpp"
#include "harness/gate.hpp"
#include "harness/scenario.hpp"
#include "harness/threads.hpp"
#include "labs/barrier/outcome.hpp"
#include "labs/barrier/subject.hpp"
#include "threading/errors.hpp"

// The corners of the contract that no schedule decides: arguments, time, reset and abort in turn,
// cost, lifetime.
namespace {

using namespace std::chrono_literals;
using harness::Gate;
using harness::Judges;
using harness::Thread;
using harness::Threads;
using subject::are_a_pair;
using subject::Barrier;
using subject::n_waiting_at_rest;
using subject::Outcome;
using subject::outcome_of_wait;
using threading::BrokenBarrierError;
using threading::Duration;
using threading::Timeout;
using threading::ValueError;
using Clock = std::chrono::steady_clock;

void check_a_round_of_two(Barrier& barrier, const char* message) {
  Outcome other;
  Threads threads;
  threads.spawn("other", [&] { other = outcome_of_wait(barrier); });
  const Outcome own = outcome_of_wait(barrier);
  threads.join();
  CHECK(are_a_pair(own, other), message);
}

// ---- Arguments and single calls ----

SCENARIO(Barrier, NoPartiesIsAValueErrorWhateverElseIsGiven, behaviour,
         "`explicit Barrier(std::size_t parties, …)` (0 parties: `ValueError`).") {
  bool has_run = false;
  CHECK_THROWS(Barrier(
                   0, [&] { has_run = true; }, 1s),
               ValueError, "a barrier for no parties");
  CHECK(!has_run, "the action of a barrier that was never made has run");
  CHECK_EQ(Barrier(
               5, [] {}, 1s)
               .parties(),
           5U, "`parties` of a barrier for five");
}

SCENARIO(
    Barrier, ATimeoutThatIsOverBreaksItAtOnce, behaviour,
    "A negative timeout is a `ValueError` only in Lock, RLock and Queue; elsewhere it polls.") {
  const Duration none(0);
  Barrier barrier(2);
  CHECK_THROWS(barrier.wait(none), BrokenBarrierError, "`wait` with a timeout that is over");
  CHECK(barrier.broken(), "a `wait` timed out, but the barrier is not broken");
  barrier.reset();
  Barrier bounded(2, {}, none);
  CHECK_THROWS(bounded.wait(), BrokenBarrierError, "`wait`, the barrier's timeout being over");
  Barrier single(1, {}, none);
  CHECK_EQ(single.wait(), 0U, "the index of the only thread, its timeout being over");
  CHECK_EQ(single.wait(none), 0U, "the index of the only thread, its timeout being over");
  CHECK(!single.broken(), "the last thread to come waits for nobody, but it timed out");
  // It polls as in CPython, or is refused as in Lock: the specification can be read either way.
  for (const Duration timeout : {Duration(-1), Duration(-1s), Duration::min()}) {
    try {
      CHECK_THROWS(barrier.wait(timeout), BrokenBarrierError, "`wait` with a timeout that is over");
      barrier.reset();
    } catch (const ValueError&) {
    }
  }
}

SCENARIO(Barrier, TheLastToComeNeverTimesOut, behaviour,
         "`wait` returns a different index 0 … parties−1 to each thread of a round.") {
  Barrier barrier(2);
  Outcome first;
  Threads threads;
  threads.spawn("first", [&] { first = outcome_of_wait(barrier); });
  harness::settle();
  const Outcome last = outcome_of_wait(barrier, -1s);
  threads.join();
  CHECK(are_a_pair(first, last), "the last thread to come waits for nobody, but it timed out");
}

SCENARIO(Barrier, TheLargestTimeoutIsLegal, behaviour,
         "Any other timeout is legal up to the largest.") {
  Barrier barrier(3, {}, Duration::max());
  Threads threads;
  const Thread& first = threads.spawn("first", [&] { barrier.wait(Duration::max()); });
  const Thread& second = threads.spawn("second", [&] { barrier.wait(); });
  CHECK_BLOCKED(first, "`wait` with the largest timeout did not wait");
  CHECK_BLOCKED(second, "`wait` of a barrier with the largest timeout did not wait");
  barrier.wait();
}

SCENARIO(Barrier, EachBarrierIsItsOwn, behaviour,
         "A round is of one barrier; a broken barrier breaks no other.") {
  Barrier first(2);
  Barrier second(2);
  Threads threads;
  const Thread& waiter = threads.spawn("waiter", [&first] { first.wait(); });
  harness::settle();
  CHECK_EQ(second.n_waiting(), 0U, "`n_waiting` of a barrier that nobody waits for");
  second.abort();
  CHECK(!first.broken(), "the `abort` of one barrier broke another");
  CHECK_BLOCKED(waiter, "the `abort` of one barrier freed a thread that waits for another");
  first.wait();
}

// ---- Time ----

SCENARIO(Barrier, ItsOwnTimeoutIsUsedWhereNoneIsGiven, behaviour,
         "`std::size_t wait(Timeout = {})` (the constructor's timeout where none is given).") {
  Barrier barrier(2, {}, 5ms);
  const auto begin = Clock::now();
  CHECK_THROWS(barrier.wait(), BrokenBarrierError, "`wait`, the barrier's timeout being over");
  CHECK(Clock::now() - begin >= 5ms, "`wait` gave up before the barrier's timeout was over");
  CHECK(barrier.broken(), "a `wait` timed out, but the barrier is not broken");
}

SCENARIO(Barrier, ATimeoutThatIsGivenReplacesItsOwn, behaviour,
         "`std::size_t wait(Timeout = {})` (the constructor's timeout where none is given).") {
  Barrier patient(2, {}, 1h);
  Threads threads;
  const Thread& hasty = threads.spawn("hasty", [&] {
    CHECK_THROWS(patient.wait(5ms), BrokenBarrierError, "`wait` that timed out");
  });
  harness::settle();  // its time begins when it blocks
  std::this_thread::sleep_for(20ms);
  CHECK_RETURNED(hasty, "a timeout that was given did not replace the barrier's longer one");
  Barrier impatient(2, {}, 5ms);
  const auto begin = Clock::now();
  CHECK_THROWS(impatient.wait(20ms), BrokenBarrierError, "`wait` that timed out");
  CHECK(Clock::now() - begin >= 20ms, "`wait` gave up before the timeout that it was given");
}

SCENARIO(Barrier, ATimeoutIsForAllWhoWait, behaviour,
         "A timeout or `abort()` breaks it: all waiting threads, and later ones, get "
         "`BrokenBarrierError`.") {
  Barrier barrier(4);
  Threads threads;
  const Thread* patient[2];
  for (const Thread*& each : patient) {
    each = &threads.spawn("patient", [&barrier] {
      CHECK_THROWS(barrier.wait(), BrokenBarrierError, "`wait` that another one's timeout ended");
    });
  }
  const Thread& hasty = threads.spawn("hasty", [&barrier] {
    CHECK_THROWS(barrier.wait(5ms), BrokenBarrierError, "`wait` that timed out");
  });
  harness::settle();  // its time begins when it blocks
  std::this_thread::sleep_for(20ms);
  CHECK_RETURNED(hasty, "a timed `wait` still waits after its deadline");
  for (const Thread* each : patient)
    CHECK_WAKES(*each, "`wait` still blocks although another thread timed out");
  CHECK_THROWS(barrier.wait(1h), BrokenBarrierError, "`wait` for a broken barrier");
  CHECK_EQ(n_waiting_at_rest(barrier, 0), 0U, "`n_waiting` of a broken barrier");
}

SCENARIO(Barrier, ATimedWaitIsReleasedInTime, behaviour,
         "`wait` returns a different index 0 … parties−1 to each thread of a round.") {
  Barrier barrier(2);
  Threads threads;
  const Thread& waiter = threads.spawn("timed waiter", [&barrier] {
    const auto begin = Clock::now();
    if (outcome_of_wait(barrier, 1h)) return;
    CHECK(Clock::now() - begin >= 1h, "`wait` gave up before its time was over");
  });
  CHECK_BLOCKED(waiter, "a timed `wait` returned although one of two threads had come");
  static_cast<void>(outcome_of_wait(barrier));
  CHECK_WAKES(waiter, "a timed `wait` sleeps on although both threads have come");
}

SCENARIO(Barrier, ATimedWaitDoesNotStartItsTimeAnew, behaviour,
         "A timeout bounds the whole call.") {
  Barrier barrier(6);
  Threads threads;
  const Thread& waiter = threads.spawn("timed waiter", [&] {
    CHECK_THROWS(barrier.wait(10ms), BrokenBarrierError, "`wait` that timed out");
  });
  for (int i = 0; i < 4; ++i) {
    harness::settle();  // its time begins when it blocks
    std::this_thread::sleep_for(4ms);
    threads.spawn("patient", [&] { static_cast<void>(outcome_of_wait(barrier)); });
  }
  CHECK_RETURNED(waiter, "a timed `wait` whose round fills slowly waits past its deadline");
}

// ---- Broken, reset, aborted ----

SCENARIO(Barrier, ResetMendsABrokenBarrier, behaviour, "`reset()` also mends a broken one.") {
  Barrier barrier(2);
  barrier.abort();
  barrier.abort();
  CHECK(barrier.broken(), "the barrier was aborted, but it is not broken");
  barrier.reset();
  CHECK(!barrier.broken(), "a barrier that was reset is broken");
  check_a_round_of_two(barrier, "after `abort` and `reset`, two threads did not pass");
  CHECK_THROWS(barrier.wait(1ms), BrokenBarrierError, "`wait` that timed out");
  barrier.reset();
  check_a_round_of_two(barrier, "after a timeout and `reset`, two threads did not pass");
}

SCENARIO(Barrier, ResetOfAnIdleBarrierChangesNothing, behaviour,
         "`reset()` gives waiting threads `BrokenBarrierError` and then makes it fresh.") {
  Barrier barrier(2);
  barrier.reset();
  CHECK(!barrier.broken(), "the reset of an idle barrier broke it");
  check_a_round_of_two(barrier, "after the reset of an idle barrier, two threads did not pass");
  barrier.reset();
  barrier.reset();
  check_a_round_of_two(barrier, "after the reset of an idle barrier, two threads did not pass");
}

SCENARIO(Barrier, AnAbortedBarrierThatIsResetAtOnceStillFreesAll, behaviour,
         "A timeout or `abort()` breaks it: all waiting threads, and later ones, get "
         "`BrokenBarrierError`.") {
  Barrier barrier(3);
  Threads threads;
  const Thread* waiters[2];
  for (const Thread*& waiter : waiters) {
    waiter = &threads.spawn("waiter", [&barrier] {
      CHECK_THROWS(barrier.wait(), BrokenBarrierError, "`wait` for a barrier that is aborted");
    });
  }
  harness::settle();
  barrier.abort();
  barrier.reset();
  for (const Thread* waiter : waiters)
    CHECK_WAKES(*waiter, "`wait` still blocks: `reset` came too soon after `abort`");
  CHECK(!barrier.broken(), "a barrier that was reset is broken");
  CHECK_EQ(barrier.n_waiting(), 0U, "`n_waiting` of a barrier that was reset");
}

SCENARIO(Barrier, AResetRoundCountsForNothing, behaviour,
         "`reset()` gives waiting threads `BrokenBarrierError` and then makes it fresh.") {
  Barrier barrier(3);
  Threads threads;
  threads.spawn("early", [&] {
    CHECK_THROWS(barrier.wait(), BrokenBarrierError, "`wait` for a barrier that is reset");
  });
  harness::settle();
  barrier.reset();
  CHECK_EQ(barrier.n_waiting(), 0U, "`n_waiting` of a barrier that was reset");
  const Thread& first = threads.spawn("first", [&] { barrier.wait(); });
  const Thread& second = threads.spawn("second", [&] { barrier.wait(); });
  CHECK_BLOCKED(first, "a thread of the round before the `reset` was counted in the next");
  CHECK_BLOCKED(second, "a thread of the round before the `reset` was counted in the next");
  CHECK_EQ(n_waiting_at_rest(barrier, 2), 2U, "`n_waiting` while two threads wait");
  barrier.wait();
}

SCENARIO(Barrier, ABrokenBarrierRunsNoAction, behaviour,
         "The action runs once a round, in one of the threads, before any is released.") {
  int runs = 0;
  Barrier barrier(1, [&runs] { ++runs; });
  barrier.abort();
  CHECK_THROWS(barrier.wait(), BrokenBarrierError, "`wait` for a broken barrier");
  CHECK_EQ(runs, 0, "runs of the action of a broken barrier");
  barrier.reset();
  CHECK_EQ(runs, 0, "runs of the action of a barrier that was reset");
  barrier.wait();
  CHECK_EQ(runs, 1, "runs of the action after the first round");
}

// ---- The action ----

SCENARIO(Barrier, TheActionMayThrowAnything, behaviour,
         "Where it throws, that thread gets its exception, the barrier is broken.") {
  struct Odd {};
  bool may_throw = true;
  Barrier barrier(1, [&may_throw] {
    if (may_throw) throw Odd();
  });
  CHECK_THROWS(barrier.wait(), Odd, "`wait` in the thread whose action threw");
  CHECK(barrier.broken(), "the action threw, but the barrier is not broken");
  CHECK_THROWS(barrier.wait(), BrokenBarrierError, "`wait` for a broken barrier");
  may_throw = false;
  barrier.reset();
  CHECK_EQ(barrier.wait(), 0U, "the index of the only thread, after `reset`");
}

SCENARIO(Barrier, TheActionRunsInAThreadOfItsRound, behaviour,
         "The action runs once a round, in one of the threads, before any is released.") {
  std::thread::id actor;
  Barrier barrier(2, [&actor] { actor = std::this_thread::get_id(); });
  Threads threads;
  const Thread& other = threads.spawn("other", [&barrier] { barrier.wait(); });
  barrier.wait();
  const bool in_the_round = actor == std::this_thread::get_id() || actor == other.id();
  CHECK(in_the_round, "the action did not run in one of the threads of its round");
}

// The two whose round is full may be in it still when a third one comes.
SCENARIO(Barrier, WhoComesDuringTheActionBelongsToTheNextRound, behaviour,
         "It is cyclic: a fast thread never slips through a round that it does not belong to.") {
  Gate gate;
  Barrier barrier(2, [&gate] { gate.pass(); });
  Outcome outcomes[3];
  Threads threads;
  const Thread* waiters[3];
  for (int number = 0; number < 3; ++number) {
    waiters[number] = &threads.spawn(number < 2 ? "one of two" : "third",
                                     [&, number] { outcomes[number] = barrier.wait(); });
    harness::settle();
  }
  CHECK_BLOCKED(*waiters[0], "`wait` returned while the action of its round was running");
  gate.open();
  CHECK_RETURNED(*waiters[0], "`wait` still blocks although the action of its round is over");
  CHECK_RETURNED(*waiters[1], "`wait` still blocks although the action of its round is over");
  CHECK_BLOCKED(*waiters[2], "a thread slipped through a round that it does not belong to");
  gate.open();
  const Outcome own = outcome_of_wait(barrier);
  threads.join();
  CHECK(are_a_pair(outcomes[0], outcomes[1]), "the indices of the first round");
  CHECK(are_a_pair(own, outcomes[2]), "the indices of the second round");
}

// Whether the reset comes before the end of the action or waits for it; and a third thread may come
// before the reset or after it.
SCENARIO(Barrier, AResetDuringTheActionLetsNobodyElseThrough, behaviour,
         "It is cyclic: a fast thread never slips through a round that it does not belong to.") {
  Gate gate;
  Barrier barrier(2, [&gate] { gate.pass(); });
  Threads threads;
  for (int number = 0; number < 2; ++number)
    threads.spawn("one of two", [&barrier] { static_cast<void>(outcome_of_wait(barrier)); });
  harness::settle();
  const Thread& resetter = threads.spawn("resetter", [&barrier] { barrier.reset(); });
  harness::settle();
  threads.spawn("third", [&barrier] {
    CHECK(!outcome_of_wait(barrier), "a thread slipped through a round that it does not belong to");
  });
  harness::settle();
  gate.open();
  CHECK_RETURNED(resetter, "`reset` still blocks although the action is over");
  barrier.abort();
}

SCENARIO(Barrier, WaitsAreMeasuredOnTheSteadyClock, behaviour,
         "All waits are measured on `std::chrono::steady_clock`.", .weight = 0.5,
         .judges = Judges::explore_only) {
  Barrier barrier(2);
  const harness::Costs costs =
      harness::cost_of([&barrier] { static_cast<void>(outcome_of_wait(barrier, 1ms)); });
  CHECK_EQ(costs.wall_clock_waits, 0U, "waits until a time of the wall clock, which may be set");
}

SCENARIO(Barrier, AMonthIsNotTooLongToWait, behaviour,
         "Any other timeout is legal up to the largest.", .weight = 0.5,
         .judges = Judges::explore_only) {
  Barrier barrier(2);
  Threads threads;
  threads.spawn("waiter", [&barrier] {
    CHECK(outcome_of_wait(barrier, Duration::max()), "the largest timeout was over within weeks");
  });
  harness::settle();
  std::this_thread::sleep_for(40 * 24h);
  CHECK(outcome_of_wait(barrier), "the other waited for weeks, and the barrier is broken");
}

// ---- Cost ----

SCENARIO(Barrier, AWaiterSleeps, behaviour,
         "Every blocking call blocks: no spinning without bound, no sleeping and polling.",
         .weight = 0.5, .schedules = 50, .judges = Judges::explore_only) {
  Barrier barrier(2);
  Threads threads;
  const Thread& waiter = threads.spawn("waiter", [&barrier] { barrier.wait(); });
  CHECK_BLOCKED(waiter, "`wait` returned although one of two threads had come");
  CHECK_OTHERS_SLEEP("a thread that waits at the barrier polls instead of sleeping");
  barrier.wait();
}

SCENARIO(Barrier, ATimedWaiterSleeps, behaviour,
         "Every blocking call blocks: no spinning without bound, no sleeping and polling.",
         .weight = 0.5, .schedules = 50, .judges = Judges::explore_only) {
  Barrier barrier(2);
  Threads threads;
  const Thread& waiter = threads.spawn(
      "timed waiter", [&barrier] { static_cast<void>(outcome_of_wait(barrier, 1h)); });
  CHECK_BLOCKED(waiter, "a timed `wait` returned although one of two threads had come");
  CHECK_OTHERS_SLEEP("a timed `wait` polls instead of sleeping");
  static_cast<void>(outcome_of_wait(barrier));
}

// ---- Lifetime ----

// All calls have returned when the last thread counts itself out.
SCENARIO(Barrier, TheLastToLeaveMayDestroyIt, interleaving,
         "An object may be destroyed as soon as the last call on it returned.") {
  auto barrier = std::make_unique<Barrier>(2);
  std::atomic<int> users = 2;
  Threads threads;
  threads.start_together(2, [&](int) {
    barrier->wait();
    if (--users == 0) barrier.reset();
  });
}

SCENARIO(Barrier, MayBeDestroyedWhenBroken, interleaving,
         "An object may be destroyed as soon as the last call on it returned.") {
  auto barrier = std::make_unique<Barrier>(3);
  std::atomic<int> users = 3;
  const auto count_out = [&] {
    if (--users == 0) barrier.reset();
  };
  Threads threads;
  threads.start_together(2, [&](int number) {
    const Timeout timeout = number == 0 ? Timeout(1ms) : std::nullopt;
    CHECK(!outcome_of_wait(*barrier, timeout), "two threads passed a barrier for three");
    count_out();
  });
  barrier->abort();
  count_out();
}

}  // namespace
