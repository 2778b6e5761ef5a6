#include <atomic>
#include <chrono>

#include "harness/check.hpp"
#include "harness/critical_section.hpp"
#include "harness/scenario.hpp"
#include "harness/threads.hpp"
#include "labs/semaphore/subject.hpp"
#include "threading/errors.hpp"

// The schedules that lose a permit or a wake-up, that give one twice, or that hide a write.
namespace {

using namespace std::chrono_literals;
using harness::CriticalSection;
using harness::Thread;
using harness::Threads;
using subject::BoundedSemaphore;
using subject::Semaphore;
using threading::ValueError;

int permits_left(Semaphore& semaphore) {
  int count = 0;
  while (semaphore.acquire(false))
    ++count;
  return count;
}

// ---- Permits: none lost, none given twice ----

SCENARIO(Semaphore, TwoPermitsAreForTwoThreads, interleaving,
         "Each permit is held by one thread at a time.") {
  Semaphore semaphore(2);
  std::atomic<int> inside = 0;
  Threads threads;
  threads.start_together(3, [&](int) {
    semaphore.acquire();
    CHECK(++inside <= 2, "three threads hold one of two permits each");
    --inside;
    semaphore.release();
  });
  threads.join();
  CHECK_EQ(permits_left(semaphore), 2, "permits after every holder gave its own back");
}

SCENARIO(Semaphore, TwoThreadsTakeTurns, interleaving,
         "Each permit is held by one thread at a time, and the next sees what the last wrote.") {
  Semaphore semaphore;
  CriticalSection section;
  Threads threads;
  threads.start_together(2, [&](int) {
    for (int i = 0; i < 2; ++i) {
      semaphore.acquire();
      section.visit();
      semaphore.release();
    }
  });
  threads.join();
  CHECK_EQ(section.visits(), 4, "a visit to the critical section was lost");
}

SCENARIO(Semaphore, NonBlockingAcquireTakesWhatIsThereAndNoMore, interleaving,
         "Each permit is held by one thread at a time, and the next sees what the last wrote.") {
  Semaphore semaphore;
  CriticalSection section;
  Threads threads;
  threads.spawn("blocking", [&] {
    semaphore.acquire();
    section.visit();
    semaphore.release();
  });
  threads.spawn("not blocking", [&] {
    if (!semaphore.acquire(false)) return;
    section.visit();
    semaphore.release();
  });
  threads.join();
  CHECK_EQ(permits_left(semaphore), 1, "permits after every holder gave its own back");
}

SCENARIO(Semaphore, OfTwoAttemptsAtOnePermitOneSucceeds, interleaving,
         "`acquire` returns whether it was acquired.") {
  Semaphore semaphore;
  harness::Unseen<bool> acquired[2];
  Threads threads;
  threads.start_together(2, [&](int number) { acquired[number].set(semaphore.acquire(false)); });
  threads.join();
  CHECK_EQ(int{acquired[0].get()} + int{acquired[1].get()}, 1,
           "attempts at one permit that succeeded, of two");
}

SCENARIO(Semaphore, TwoAttemptsAtTwoPermitsBothSucceed, interleaving,
         "`acquire` returns whether it was acquired; `acquire(false)` never blocks.") {
  Semaphore semaphore(2);
  Threads threads;
  threads.start_together(2, [&semaphore](int) {
    CHECK(semaphore.acquire(false), "`acquire(false)` failed although a permit was free");
  });
}

// One permit is on its way to the thread that waits; nobody waits for the other.
SCENARIO(Semaphore, AnAttemptTakesWhatNobodyWaitsFor, interleaving,
         "`acquire` returns whether it was acquired; `acquire(false)` never blocks.") {
  Semaphore semaphore(0);
  Threads threads;
  const Thread& waiter = threads.spawn("waiter", [&semaphore] { semaphore.acquire(); });
  CHECK_BLOCKED(waiter, "`acquire` without a permit returned");
  semaphore.release(2);
  CHECK(semaphore.acquire(false), "`acquire(false)` failed although a permit was free");
}

SCENARIO(Semaphore, ReleasesAtTheSameMomentAllCount, interleaving,
         "`release(n)` lets n blocked threads through.") {
  Semaphore semaphore(0);
  Threads threads;
  threads.start_together(2, [&semaphore](int number) { semaphore.release(number + 1); });
  threads.join();
  CHECK_EQ(permits_left(semaphore), 3, "permits after `release(1)` beside `release(2)`");
}

// ---- Wake-ups: none lost ----

SCENARIO(Semaphore, AReleaseIsNeverMissed, interleaving,
         "`release(n)` lets n blocked threads through.") {
  Semaphore semaphore(0);
  Threads threads;
  threads.start_together(2, [&semaphore](int) { semaphore.acquire(); });
  semaphore.release();
  semaphore.release();
  threads.join();
  CHECK_EQ(permits_left(semaphore), 0, "permits after two were given and two taken");
}

// The second release finds a permit that the first one's waiter has not yet fetched.
SCENARIO(Semaphore, TwoReleasesLetTwoBlockedThreadsThrough, interleaving,
         "`release(n)` lets n blocked threads through.") {
  Semaphore semaphore(0);
  Threads threads;
  threads.spawn("first waiter", [&semaphore] { semaphore.acquire(); });
  threads.spawn("second waiter", [&semaphore] { semaphore.acquire(); });
  harness::settle();
  semaphore.release();
  semaphore.release();
}

SCENARIO(Semaphore, TwoReleasersLetTwoBlockedThreadsThrough, interleaving,
         "`release(n)` lets n blocked threads through.") {
  Semaphore semaphore(0);
  Threads threads;
  threads.spawn("first waiter", [&semaphore] { semaphore.acquire(); });
  threads.spawn("second waiter", [&semaphore] { semaphore.acquire(); });
  harness::settle();
  threads.spawn("releaser", [&semaphore] { semaphore.release(); });
  semaphore.release();
}

SCENARIO(Semaphore, ReleaseOfTwoMeetsTwoThreadsOnTheirWayToSleep, interleaving,
         "`release(n)` lets n blocked threads through.") {
  Semaphore semaphore(0);
  Threads threads;
  threads.start_together(2, [&semaphore](int) { semaphore.acquire(); });
  semaphore.release(2);
  threads.join();
  CHECK_EQ(permits_left(semaphore), 0, "permits after two were given and two taken");
}

SCENARIO(Semaphore, ALateComerLeavesThePermitsToAll, interleaving,
         "`release(n)` lets n blocked threads through.") {
  Semaphore semaphore(0);
  Threads threads;
  threads.spawn("first waiter", [&semaphore] { semaphore.acquire(); });
  threads.spawn("second waiter", [&semaphore] { semaphore.acquire(); });
  harness::settle();
  threads.spawn("late comer", [&semaphore] { semaphore.acquire(); });
  semaphore.release(3);
  threads.join();
  CHECK_EQ(permits_left(semaphore), 0, "permits after three were given and three taken");
}

// Who takes the permit from under a woken thread's nose gives it back: the woken one must not
// have given up, nor have taken a permit that is not there.
SCENARIO(Semaphore, AWokenThreadThatFindsNothingWaitsOn, interleaving,
         "`acquire` returns whether it was acquired; every blocking call blocks.") {
  Semaphore semaphore(0);
  CriticalSection section;
  Threads threads;
  threads.spawn("waiter", [&] {
    semaphore.acquire();
    section.visit();
    semaphore.release();
  });
  harness::settle();
  semaphore.release();
  if (semaphore.acquire(false)) {
    section.visit();
    semaphore.release();
  }
  threads.join();
  CHECK_EQ(permits_left(semaphore), 1, "permits after every holder gave its own back");
}

SCENARIO(Semaphore, AFailedAttemptKeepsNobodyAsleep, interleaving,
         "`acquire(false)` never blocks, and leaves the semaphore as it was where it fails.") {
  Semaphore semaphore(0);
  Threads threads;
  threads.spawn("waiter", [&semaphore] {
    semaphore.acquire();
    semaphore.release();
  });
  threads.spawn("not blocking", [&semaphore] {
    if (semaphore.acquire(false)) semaphore.release();
  });
  semaphore.release();
  threads.join();
  CHECK_EQ(permits_left(semaphore), 1, "permits after every holder gave its own back");
}

// ---- Giving up ----

SCENARIO(Semaphore, AWaiterThatGivesUpTakesNobodysPermit, interleaving,
         "A call that timed out leaves the semaphore as if it had not been made.") {
  Semaphore semaphore(0);
  Threads threads;
  threads.spawn("waiter", [&semaphore] {
    semaphore.acquire();
    semaphore.release();
  });
  threads.spawn("timed waiter", [&semaphore] {
    if (semaphore.acquire(true, 5ms)) semaphore.release();
  });
  semaphore.release();
  threads.join();
  CHECK_EQ(permits_left(semaphore), 1, "permits after every holder gave its own back");
}

SCENARIO(Semaphore, ATimedAcquireSaysTheTruthWhereTheReleaseComesAtItsDeadline, interleaving,
         "`acquire` returns whether it was acquired.") {
  Semaphore semaphore(0);
  bool acquired = false;
  Threads threads;
  threads.spawn("timed waiter", [&] { acquired = semaphore.acquire(true, 1ms); });
  semaphore.release();
  threads.join();
  CHECK_EQ(permits_left(semaphore), acquired ? 0 : 1,
           "permits after a timed `acquire` that met the release");
  CHECK(!semaphore.acquire(true, 1ms), "one `release` gave two permits");
}

SCENARIO(Semaphore, OfTwoPermitsNoneIsLostOnOneWhoGaveUp, interleaving,
         "A call that timed out leaves the semaphore as if it had not been made.") {
  Semaphore semaphore(0);
  bool acquired = false;
  Threads threads;
  threads.spawn("timed waiter", [&] { acquired = semaphore.acquire(true, 1ms); });
  threads.spawn("waiter", [&semaphore] { semaphore.acquire(); });
  harness::settle();
  semaphore.release(2);
  threads.join();
  CHECK_EQ(permits_left(semaphore), acquired ? 0 : 1,
           "permits after `release(2)` that met a waiter and a timed `acquire`");
}

// A release that was already on its way to a thread that gives up must not hold it back when
// another thread comes first.
SCENARIO(Semaphore, ATimedAcquireIsOverEvenWhereItsPermitIsTaken, interleaving,
         "A timeout bounds the whole call.") {
  Semaphore semaphore(0);
  Threads threads;
  threads.spawn("timed waiter", [&] {
    if (semaphore.acquire(true, 1ms)) semaphore.release();
  });
  threads.spawn("rival", [&] { semaphore.acquire(); });
  semaphore.release();
}

// Three wait, one of them gives up, and the two others must not notice.
void one_of_three_gives_up(int impatient) {
  Semaphore semaphore(0);
  Threads threads;
  for (int number = 0; number < 3; ++number) {
    if (number == impatient) {
      threads.spawn("timed waiter", [&semaphore] {
        if (semaphore.acquire(true, 5ms)) semaphore.release();
      });
    } else {
      threads.spawn("waiter", [&semaphore] { semaphore.acquire(); });
    }
    harness::settle();
  }
  std::this_thread::sleep_for(10ms);
  threads.spawn("late comer", [&semaphore] { semaphore.acquire(); });
  harness::settle();
  semaphore.release();
  semaphore.release(2);
  threads.join();
  CHECK_EQ(permits_left(semaphore), 0, "permits after three were given and three taken");
}

SCENARIO(Semaphore, TheFirstOfThreeGivesUp, interleaving,
         "A call that timed out leaves the semaphore as if it had not been made.",
         .schedules = 3000) {
  one_of_three_gives_up(0);
}

SCENARIO(Semaphore, TheSecondOfThreeGivesUp, interleaving,
         "A call that timed out leaves the semaphore as if it had not been made.",
         .schedules = 3000) {
  one_of_three_gives_up(1);
}

SCENARIO(Semaphore, TheLastOfThreeGivesUp, interleaving,
         "A call that timed out leaves the semaphore as if it had not been made.",
         .schedules = 3000) {
  one_of_three_gives_up(2);
}

// ---- The bound ----

SCENARIO(BoundedSemaphore, OfTwoReleasesOneIsAnError, interleaving,
         "`BoundedSemaphore` throws `ValueError`, and changes nothing, where a release would lift "
         "it above its initial value.") {
  BoundedSemaphore semaphore(1);
  semaphore.acquire();
  harness::Unseen<bool> refused[2];
  Threads threads;
  threads.start_together(2, [&](int number) {
    try {
      semaphore.release();
    } catch (const ValueError&) {
      refused[number].set(true);
    }
  });
  threads.join();
  CHECK_EQ(int{refused[0].get()} + int{refused[1].get()}, 1,
           "releases refused, of two after one acquire");
  CHECK(semaphore.acquire(false), "a released permit could not be acquired again");
  CHECK(!semaphore.acquire(false), "a bounded semaphore of one permit was acquired twice");
}

SCENARIO(BoundedSemaphore, ARefusedReleaseLendsNoPermit, interleaving,
         "`BoundedSemaphore` throws `ValueError`, and changes nothing, where a release would lift "
         "it above its initial value.") {
  BoundedSemaphore semaphore(1);
  int accepted = 0;
  int acquired = 0;
  Threads threads;
  threads.spawn("releaser", [&] {
    try {
      semaphore.release();
      ++accepted;
    } catch (const ValueError&) {
    }
  });
  for (int i = 0; i < 2; ++i)
    acquired += semaphore.acquire(false) ? 1 : 0;
  threads.join();
  CHECK(acquired <= 1 + accepted, "a `release` that threw gave a permit, if only for a moment");
  CHECK_EQ(semaphore.acquire(false), acquired == accepted,
           "whether there is a permit after a `release` at the bound");
}

SCENARIO(BoundedSemaphore, ARefusedReleaseTakesNoPermit, interleaving,
         "`BoundedSemaphore` throws `ValueError`, and changes nothing, where a release would lift "
         "it above its initial value.") {
  BoundedSemaphore semaphore(2);
  semaphore.acquire();
  Threads threads;
  threads.spawn("releaser", [&] {
    CHECK_THROWS(semaphore.release(3), ValueError, "`release(3)` of a bounded semaphore of two");
  });
  CHECK(semaphore.acquire(false), "a `release` that threw took a permit away, if only briefly");
}

// ---- What becomes visible ----

SCENARIO(
    Semaphore, WhatWasWrittenBeforeAReleaseIsSeenAfterTheAcquire, interleaving,
    "What precedes a `release` happens before what follows the `acquire` that it let through.") {
  Semaphore semaphore(0);
  int first = 0;
  int second = 0;
  Threads threads;
  threads.spawn("first releaser", [&] {
    first = 1;
    semaphore.release();
  });
  threads.spawn("second releaser", [&] {
    second = 1;
    semaphore.release();
  });
  semaphore.acquire();
  semaphore.acquire();
  CHECK_EQ(first + second, 2, "what two threads wrote before they released");
}

SCENARIO(
    Semaphore, EveryWayToAcquireSeesWhatWasWritten, interleaving,
    "What precedes a `release` happens before what follows the `acquire` that it let through.") {
  Semaphore semaphore(0);
  int data = 0;
  Threads threads;
  threads.spawn("releaser", [&] {
    data = 1;
    semaphore.release();
  });
  if (!semaphore.acquire(false) && !semaphore.acquire(true, 1ms)) semaphore.acquire();
  CHECK_EQ(data, 1, "what was written before the release");
}

SCENARIO(
    Semaphore, ReleaseOfSeveralShowsItsWritesToAll, interleaving,
    "What precedes a `release` happens before what follows the `acquire` that it let through.") {
  Semaphore semaphore(0);
  int data = 0;
  Threads threads;
  threads.start_together(2, [&](int) {
    semaphore.acquire();
    CHECK_EQ(data, 1, "what was written before the release");
  });
  data = 1;
  semaphore.release(2);
}

SCENARIO(
    Semaphore, ABufferOfTwoSlots, interleaving,
    "What precedes a `release` happens before what follows the `acquire` that it let through.") {
  Semaphore empty(2);
  Semaphore full(0);
  int slots[2] = {};
  Threads threads;
  threads.spawn("producer", [&] {
    for (int item = 1; item <= 3; ++item) {
      empty.acquire();
      slots[item % 2] = item;
      full.release();
    }
  });
  for (int item = 1; item <= 3; ++item) {
    full.acquire();
    CHECK_EQ(slots[item % 2], item, "the item in the buffer");
    empty.release();
  }
}

}  // namespace
