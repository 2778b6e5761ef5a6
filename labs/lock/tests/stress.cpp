#include <chrono>
#include <memory>

#include "harness/check.hpp"
#include "harness/critical_section.hpp"
#include "harness/scenario.hpp"
#include "harness/threads.hpp"
#include "labs/lock/subject.hpp"

// Real threads in numbers: what no exhaustive search can hold, and what only hardware shows.
namespace {

using namespace std::chrono_literals;
using harness::CriticalSection;
using harness::Threads;
using subject::Lock;

SCENARIO(Lock, CounterUnderContention, stress,
         "A lock has one holder at a time, and the next sees what the last has written.",
         .weight = 2) {
  constexpr int kThreads = 4;
  constexpr int kRounds = 300;
  Lock lock;
  CriticalSection section;
  Threads threads;
  threads.start_together(kThreads, [&](int) {
    for (int i = 0; i < kRounds; ++i) {
      lock.acquire();
      section.visit();
      lock.release();
    }
  });
  threads.join();
  CHECK_EQ(section.visits(), kThreads * kRounds, "visits to the critical section");
}

SCENARIO(Lock, PatientAndImpatientCallers, stress,
         "A call that timed out, or that may not block, leaves the lock as it was.", .weight = 2) {
  constexpr int kRounds = 200;
  Lock lock;
  CriticalSection section;
  Threads threads;
  threads.start_together(4, [&](int number) {
    for (int i = 0; i < kRounds; ++i) {
      const bool acquired = number < 2    ? lock.acquire()
                            : number == 2 ? lock.acquire(true, 20us)
                                          : lock.acquire(false);
      if (!acquired) continue;
      section.visit();
      lock.release();
    }
  });
  threads.join();
  CHECK(!lock.locked(), "every holder released the lock, but `locked` says that it is held");
}

SCENARIO(Lock, ShortLives, stress,
         "A `release` may not touch the object after another thread can know of the release.") {
  constexpr int kLocks = 100;
  struct Owned {
    std::unique_ptr<Lock> lock = std::make_unique<Lock>();
    int users = 2;
  };
  Owned all[kLocks];
  Threads threads;
  threads.start_together(2, [&](int) {
    for (Owned& each : all) {
      each.lock->acquire();
      const bool last = --each.users == 0;
      each.lock->release();
      if (last) each.lock.reset();
    }
  });
}

SCENARIO(Lock, Pipeline, stress, "Any thread may release it, not only the one that acquired it.") {
  constexpr int kItems = 300;
  Lock empty;
  Lock full;
  full.acquire();
  int slot = 0;
  Threads threads;
  threads.spawn("producer", [&] {
    for (int item = 0; item < kItems; ++item) {
      empty.acquire();
      slot = item;
      full.release();
    }
  });
  for (int item = 0; item < kItems; ++item) {
    full.acquire();
    CHECK_EQ(slot, item, "the item in the pipeline");
    empty.release();
  }
}

SCENARIO(Lock, EverybodyAtOnce, stress,
         "Every blocking call blocks, and no longer than the lock is held.") {
  Lock lock;
  CriticalSection section;
  lock.acquire();
  Threads threads;
  threads.start_together(6, [&](int) {
    lock.acquire();
    section.visit();
    lock.release();
  });
  lock.release();
  threads.join();
  CHECK_EQ(section.visits(), 6, "visits to the critical section");
}

}  // namespace
