#include <atomic>
#include <chrono>
#include <memory>

#include "harness/check.hpp"
#include "harness/critical_section.hpp"
#include "harness/scenario.hpp"
#include "harness/threads.hpp"
#include "labs/semaphore/subject.hpp"
#include "threading/errors.hpp"

// Real threads in numbers: what no exhaustive search can hold, and what only hardware shows.
namespace {

using namespace std::chrono_literals;
using harness::CriticalSection;
using harness::Threads;
using subject::BoundedSemaphore;
using subject::Semaphore;
using threading::ValueError;

SCENARIO(Semaphore, CounterUnderContention, stress,
         "Each permit is held by one thread at a time, and the next sees what the last wrote.",
         .weight = 2) {
  constexpr int kThreads = 4;
  constexpr int kRounds = 300;
  Semaphore semaphore;
  CriticalSection section;
  Threads threads;
  threads.start_together(kThreads, [&](int) {
    for (int i = 0; i < kRounds; ++i) {
      semaphore.acquire();
      section.visit();
      semaphore.release();
    }
  });
  threads.join();
  CHECK_EQ(section.visits(), kThreads * kRounds, "visits to the critical section");
}

SCENARIO(Semaphore, NeverMoreInsideThanPermits, stress,
         "Each permit is held by one thread at a time.") {
  constexpr int kRounds = 200;
  Semaphore semaphore(2);
  std::atomic<int> inside = 0;
  Threads threads;
  threads.start_together(5, [&](int) {
    for (int i = 0; i < kRounds; ++i) {
      semaphore.acquire();
      CHECK(inside.fetch_add(1) < 2, "more threads hold a permit than there are permits");
      inside.fetch_sub(1);
      semaphore.release();
    }
  });
}

SCENARIO(Semaphore, BoundedBuffer, stress,
         "What precedes a `release` happens before what follows the `acquire` that it let through.",
         .weight = 2) {
  constexpr int kItems = 500;
  constexpr int kSlots = 4;
  Semaphore empty(kSlots);
  Semaphore full(0);
  int slots[kSlots] = {};
  Threads threads;
  threads.spawn("producer", [&] {
    for (int item = 0; item < kItems; ++item) {
      empty.acquire();
      slots[item % kSlots] = item;
      full.release();
    }
  });
  for (int item = 0; item < kItems; ++item) {
    full.acquire();
    CHECK_EQ(slots[item % kSlots], item, "the item in the buffer");
    empty.release();
  }
}

SCENARIO(Semaphore, PatientAndImpatientCallers, stress,
         "A call that timed out, or that may not block, leaves the semaphore as it was.",
         .weight = 2) {
  constexpr int kRounds = 200;
  Semaphore semaphore;
  CriticalSection section;
  Threads threads;
  threads.start_together(4, [&](int number) {
    for (int i = 0; i < kRounds; ++i) {
      const bool acquired = number < 2    ? semaphore.acquire()
                            : number == 2 ? semaphore.acquire(true, 20us)
                                          : semaphore.acquire(false);
      if (!acquired) continue;
      section.visit();
      semaphore.release();
    }
  });
  threads.join();
  CHECK(semaphore.acquire(false), "every holder gave its permit back, but there is none");
  CHECK(!semaphore.acquire(false), "a permit was given twice");
}

SCENARIO(Semaphore, Crowds, stress, "`release(n)` lets n blocked threads through.") {
  constexpr int kCrowd = 5;
  Semaphore gate(0);
  Semaphore done(0);
  Threads threads;
  threads.start_together(kCrowd, [&](int) {
    for (int round = 0; round < 20; ++round) {
      gate.acquire();
      done.release();
    }
  });
  for (int round = 0; round < 20; ++round) {
    gate.release(kCrowd);
    for (int i = 0; i < kCrowd; ++i)
      done.acquire();
  }
}

SCENARIO(Semaphore, ShortLives, stress,
         "A `release` may not touch the object after another thread can know of the release.") {
  constexpr int kSemaphores = 100;
  struct Owned {
    std::unique_ptr<Semaphore> semaphore = std::make_unique<Semaphore>(0);
  };
  Owned all[kSemaphores];
  Threads threads;
  threads.spawn("releaser", [&] {
    for (Owned& each : all)
      each.semaphore->release();
  });
  for (Owned& each : all) {
    each.semaphore->acquire();
    each.semaphore.reset();
  }
}

SCENARIO(BoundedSemaphore, ReleasesInExcess, stress,
         "`BoundedSemaphore` throws `ValueError`, and changes nothing, where a release would lift "
         "it above its initial value.") {
  constexpr int kRounds = 200;
  BoundedSemaphore semaphore(2);
  std::atomic<int> balance = 2;
  Threads threads;
  threads.start_together(4, [&](int number) {
    for (int i = 0; i < kRounds; ++i) {
      if (number < 2) {
        if (semaphore.acquire(false)) --balance;
        continue;
      }
      try {
        semaphore.release();
        ++balance;
      } catch (const ValueError&) {
      }
    }
  });
  threads.join();
  int left = 0;
  while (semaphore.acquire(false))
    ++left;
  CHECK(left <= 2, "a bounded semaphore of two permits has more");
  CHECK_EQ(left, balance.load(), "permits left, going by what the calls returned");
}

}  // namespace
