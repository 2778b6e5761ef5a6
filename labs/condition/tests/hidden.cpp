#include <chrono>
#include <cstddef>
#include <limits>

#include "harness/check.hpp"
#include "harness/costs.hpp"
#include "harness/critical_section.hpp"
#include "harness/judge.hpp"
#include "harness/scenario.hpp"
#include "harness/threads.hpp"
#include "labs/condition/subject.hpp"
#include "labs/condition/waiters.hpp"

// Whom a notification wakes, and whom it does not.
namespace {

using namespace std::chrono_literals;
using harness::CriticalSection;
using harness::Judges;
using harness::Thread;
using harness::Threads;
using subject::Condition;
using subject::Lock;
using subject::RLock;
using waiters::Outcome;
using waiters::Waiter;

// ---- How many, and in which order ----

SCENARIO(Condition, NotifyWakesInTheOrderTheyCame, interleaving,
         "`notify(n)` wakes threads in the order they came (first in, first out).") {
  Condition<Lock> condition;
  Threads threads;
  Waiter first(threads, "first", condition);
  Waiter second(threads, "second", condition);
  Waiter third(threads, "third", condition);
  waiters::notify(condition);
  CHECK_IS_WOKEN(first, "`notify` did not wake the one that has waited longest");
  waiters::notify(condition);
  CHECK_IS_WOKEN(second, "the second `notify` did not wake the one that came second");
  CHECK_BLOCKED(third, "two `notify`s woke three waiters");
  waiters::notify(condition);
}

SCENARIO(Condition, NotifyOfTwoWakesTheFirstTwo, interleaving,
         "`notify(n)` wakes at most n of the threads that were waiting before it, in the order "
         "they came.") {
  Condition<RLock> condition;
  Threads threads;
  Waiter first(threads, "first", condition);
  Waiter second(threads, "second", condition);
  Waiter third(threads, "third", condition);
  waiters::notify(condition, 2);
  CHECK_IS_WOKEN(first, "`notify(2)` left the one that came first asleep");
  CHECK_WAKES(second, "`notify(2)` left the one that came second asleep");
  CHECK_BLOCKED(third, "`notify(2)` woke three waiters");
  waiters::notify(condition);
}

SCENARIO(Condition, ThereIsOneLineWhateverTheTimeout, interleaving,
         "`notify(n)` wakes threads in the order they came (first in, first out).") {
  Condition<Lock> condition;
  Threads threads;
  Waiter first(threads, "first, with a timeout", condition, threading::Duration::max());
  Waiter second(threads, "second, without", condition);
  Waiter third(threads, "third, with a timeout", condition, threading::Duration::max());
  waiters::notify(condition);
  CHECK_IS_WOKEN(first, "`notify` passed over a timed `wait` that came first");
  waiters::notify(condition);
  CHECK_IS_WOKEN(second, "`notify` passed over a `wait` without a timeout that came first");
  waiters::notify(condition);
  CHECK_IS_WOKEN(third, "the third `notify` woke nobody");
}

SCENARIO(Condition, NotifyOfNoneDoesNothing, interleaving,
         "`notify(0)` with it held does nothing.") {
  Condition<Lock> condition;
  Threads threads;
  Waiter waiter(threads, "waiter", condition);
  waiters::notify(condition, 0);
  CHECK_BLOCKED(waiter, "`notify(0)` woke a waiter");
  waiters::notify(condition);
  CHECK_WAKES(waiter, "after `notify(0)`, `notify` woke nobody");
}

SCENARIO(Condition, NotifyOfMoreThanThereAreIsForgotten, interleaving,
         "`notify(n)` wakes at most n of the threads that were waiting before it.") {
  for (const std::size_t many :
       {std::size_t{3}, std::size_t{1} << 32, std::numeric_limits<std::size_t>::max()}) {
    Condition<Lock> condition;
    Threads threads;
    Waiter waiter(threads, "waiter", condition);
    waiters::notify(condition, many);
    CHECK_WAKES(waiter, "a `notify` of more threads than wait woke nobody");
    Waiter later(threads, "later", condition);  // checks that nothing is left of it
    waiters::notify(condition);
  }
}

SCENARIO(Condition, NotifyAllWakesAll, interleaving, "`notify_all()` wakes every waiter.") {
  Condition<RLock> condition;
  Threads threads;
  Waiter first(threads, "first", condition);
  Waiter second(threads, "second", condition);
  waiters::notify_all(condition);
  CHECK_WAKES(first, "`notify_all` left the first of two waiters asleep");
  CHECK_WAKES(second, "`notify_all` left the second of two waiters asleep");
  Waiter later(threads, "later", condition);  // checks that an earlier `notify_all` is over
  waiters::notify_all(condition);
}

SCENARIO(Condition, TwoNotifiesInARowWakeTwo, interleaving,
         "`notify(n)` wakes threads that wait: one that is notified already waits no more.") {
  Condition<Lock> condition;
  Threads threads;
  Waiter first(threads, "first", condition);
  Waiter second(threads, "second", condition);
  condition.acquire();
  condition.notify();
  condition.notify();
  condition.release();
  CHECK_WAKES(first, "two `notify`s in a row left the first waiter asleep");
  CHECK_WAKES(second, "the second of two `notify`s in a row was lost");
}

SCENARIO(Condition, WhoWaitsAgainGoesToTheBack, interleaving,
         "`notify(n)` wakes threads in the order they came (first in, first out).") {
  Condition<Lock> condition;
  Threads threads;
  Thread& twice = threads.spawn("waits twice", [&] {
    condition.acquire();
    condition.wait();
    condition.wait();
    condition.release();
  });
  CHECK_BLOCKED(twice, "`wait` returned although nobody notified");
  Waiter once(threads, "waits once", condition);
  waiters::notify(condition);
  CHECK_BLOCKED(once, "`notify` did not wake the one that has waited longest");
  waiters::notify(condition);
  CHECK_IS_WOKEN(once, "`notify` passed over the one that has waited longest");
  CHECK_BLOCKED(twice, "two `notify`s ended three waits");
  waiters::notify(condition);
}

// ---- Those who come later ----

SCENARIO(Condition, ALaterWaiterStealsNothing, interleaving,
         "`notify(n)` wakes only threads that were waiting before it.") {
  Condition<Lock> condition;
  Threads threads;
  Waiter waiter(threads, "waiter", condition);
  Thread& later = threads.spawn("later", [&] {
    condition.acquire();
    condition.wait();
    condition.release();
  });
  // Either it waits behind the other, or it comes when the notification is out.
  waiters::notify(condition);
  CHECK_IS_WOKEN(waiter, "another thread took the notification that a waiter was due");
  CHECK_BLOCKED(later, "a thread that began to wait after `notify` was woken by it");
  waiters::notify(condition);
}

SCENARIO(Condition, TheNotifierDoesNotWakeItself, interleaving,
         "`notify(n)` wakes only threads that were waiting before it.") {
  Condition<RLock> condition;
  Threads threads;
  Waiter waiter(threads, "waiter", condition);
  condition.acquire();
  condition.notify();
  CHECK(!condition.wait(5ms), "`wait` was ended by a `notify` that came before it");
  condition.release();
  CHECK_IS_WOKEN(waiter, "the thread that notified took the notification itself");
}

SCENARIO(Condition, NotifyAllLeavesLaterWaitersAsleep, interleaving,
         "`notify(n)` wakes only threads that were waiting before it.") {
  Condition<Lock> condition;
  Threads threads;
  Waiter first(threads, "first", condition);
  condition.acquire();
  condition.notify_all();
  CHECK(!condition.wait(5ms), "`wait` was ended by a `notify_all` that came before it");
  condition.release();
  CHECK_WAKES(first, "`notify_all` left a waiter asleep");
}

// ---- Between two threads ----

SCENARIO(Condition, NobodyWakesForNoReason, interleaving,
         "`wait` blocks until it is notified, or until its time is over (CPython).") {
  Condition<Lock> condition;
  Threads threads;
  Waiter waiter(threads, "waiter", condition);
  for (int i = 0; i < 3; ++i) {
    condition.acquire();
    condition.release();
  }
  CHECK_BLOCKED(waiter, "`wait` without a timeout returned although nobody notified");
  waiters::notify(condition);
}

template <class L>
void take_turns() {
  Condition<L> condition;
  int turn = 0;
  Threads threads;
  threads.start_together(2, [&](int self) {
    for (int round = 0; round < 2; ++round) {
      condition.acquire();
      while (turn % 2 != self)
        CHECK(condition.wait(), "`wait` without a timeout returned false");
      ++turn;
      condition.notify();
      condition.release();
    }
  });
  threads.join();
  CHECK_EQ(turn, 4, "two threads took turns, and some got lost");
}

SCENARIO(Condition, TwoThreadsTakeTurnsWithALock, interleaving,
         "`wait` gives up the lock and falls asleep in one step.") {
  take_turns<Lock>();
}

SCENARIO(Condition, TwoThreadsTakeTurnsWithAnRLock, interleaving,
         "`wait` gives up the lock and falls asleep in one step.") {
  take_turns<RLock>();
}

SCENARIO(Condition, TwoProducersWakeTwoConsumers, interleaving,
         "`notify(n)` wakes at most n of the threads that were waiting before it.") {
  Condition<Lock> condition;
  int items = 0;
  Threads threads;
  threads.start_together(4, [&](int number) {
    condition.acquire();
    if (number < 2) {
      while (items == 0)
        CHECK(condition.wait(), "`wait` without a timeout returned false");
      --items;
    } else {
      ++items;
      condition.notify();
    }
    condition.release();
  });
  threads.join();
  CHECK_EQ(items, 0, "two items were put and two taken, and some are left");
}

SCENARIO(Condition, WokenThreadsHoldTheLockOneAtATime, interleaving,
         "The lock is held again when `wait` returns.") {
  Condition<Lock> condition;
  CriticalSection section;
  Threads threads;
  for (const char* name : {"first", "second"}) {
    Thread& waiter = threads.spawn(name, [&] {
      condition.acquire();
      condition.wait();
      section.visit();
      condition.release();
    });
    CHECK_BLOCKED(waiter, "`wait` returned although nobody notified");
  }
  condition.acquire();
  condition.notify_all();
  section.visit();
  condition.release();
  threads.join();
  CHECK_EQ(section.visits(), 3, "a visit to the critical section got lost");
}

SCENARIO(Condition, AWokenThreadWaitsForTheLock, interleaving,
         "The lock is held again when `wait` returns.") {
  Condition<RLock> condition;
  Threads threads;
  Waiter waiter(threads, "waiter", condition);
  condition.acquire();
  condition.notify();
  CHECK_BLOCKED(waiter, "`wait` returned while another thread held the lock");
  condition.release();
  CHECK_WAKES(waiter, "a notified thread sleeps on although the lock is free");
}

// ---- Cost ----

SCENARIO(Condition, AWaitSleeps, behaviour,
         "Every blocking call blocks: no spinning without bound, no sleeping and polling.",
         .weight = 0.5, .judges = Judges::explore_only) {
  Condition<Lock> condition;
  Threads threads;
  Waiter waiter(threads, "waiter", condition);
  CHECK_OTHERS_SLEEP("a thread in `wait` wakes up again and again, or never sleeps");
  waiters::notify(condition);
}

SCENARIO(Condition, ATimedWaitSleeps, behaviour,
         "Every blocking call blocks: no spinning without bound, no sleeping and polling.",
         .weight = 0.5, .judges = Judges::explore_only) {
  Condition<RLock> condition;
  Threads threads;
  threads.spawn("waiter", [&] {
    const auto begin = std::chrono::steady_clock::now();
    condition.acquire();
    CHECK(condition.wait(1h) || std::chrono::steady_clock::now() - begin >= 1h,
          "`wait` gave up before its time was over");
    condition.release();
  });
  harness::settle();
  CHECK_OTHERS_SLEEP("a thread in `wait` with a timeout wakes up again and again, or never sleeps");
  waiters::notify(condition);
}

SCENARIO(Condition, AWaitForSleeps, behaviour,
         "Every blocking call blocks: no spinning without bound, no sleeping and polling.",
         .weight = 0.5, .judges = Judges::explore_only) {
  Condition<RLock> condition;
  bool ready = false;
  Threads threads;
  const Thread& waiter = threads.spawn("waiter", [&] {
    condition.acquire();
    condition.wait_for([&ready] { return ready; });
    condition.release();
  });
  CHECK_BLOCKED(waiter, "`wait_for` returned although its predicate does not hold");
  CHECK_OTHERS_SLEEP("a thread in `wait_for` wakes up again and again, or never sleeps");
  condition.acquire();
  ready = true;
  condition.notify();
  condition.release();
}

}  // namespace
