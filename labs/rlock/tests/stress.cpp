#include <chrono>
#include <memory>

#include "harness/check.hpp"
#include "harness/critical_section.hpp"
#include "harness/scenario.hpp"
#include "harness/threads.hpp"
#include "labs/rlock/subject.hpp"

// Real threads in numbers: what no exhaustive search can hold, and what only hardware shows.
namespace {

using namespace std::chrono_literals;
using harness::CriticalSection;
using harness::Threads;
using subject::RLock;

SCENARIO(RLock, NestedCounterUnderContention, stress,
         "A lock has one owner at a time, and the next sees what the last has written.",
         .weight = 2) {
  constexpr int kThreads = 4;
  constexpr int kRounds = 200;
  RLock lock;
  CriticalSection section;
  Threads threads;
  threads.start_together(kThreads, [&](int) {
    for (int i = 0; i < kRounds; ++i) {
      lock.acquire();
      lock.acquire();
      section.visit();
      lock.release();
      lock.release();
    }
  });
  threads.join();
  CHECK_EQ(section.visits(), kThreads * kRounds, "visits to the critical section");
}

SCENARIO(RLock, OwnersComeAndGo, stress,
         "`is_owned` and `recursion_count` are the calling thread's.", .weight = 2) {
  constexpr int kRounds = 300;
  RLock lock;
  Threads threads;
  threads.start_together(3, [&](int) {
    for (int i = 0; i < kRounds; ++i) {
      CHECK(!lock.is_owned(), "`is_owned` is true in a thread that does not own the lock");
      lock.acquire();
      CHECK(lock.is_owned(), "the caller acquired the lock, but `is_owned` denies it");
      CHECK_EQ(lock.recursion_count(), 1U, "`recursion_count` of a new owner");
      lock.release();
    }
  });
}

SCENARIO(RLock, PatientAndImpatientCallers, stress,
         "A call that timed out, or that may not block, leaves the lock as it was.") {
  constexpr int kRounds = 200;
  RLock lock;
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
  CHECK(!lock.locked(), "every owner released the lock, but `locked` says that it is held");
}

SCENARIO(RLock, GivenUpAndTakenBack, stress,
         "`release_save` gives it up whatever the depth; `acquire_restore` takes it back.") {
  constexpr int kRounds = 150;
  RLock lock;
  CriticalSection section;
  Threads threads;
  threads.start_together(3, [&](int number) {
    for (int i = 0; i < kRounds; ++i) {
      lock.acquire();
      if (number > 0) lock.acquire();
      section.visit();
      const std::size_t depth = lock.release_save();
      lock.acquire_restore(depth);
      CHECK_EQ(lock.recursion_count(), number > 0 ? 2U : 1U,
               "`recursion_count` after `acquire_restore`");
      section.visit();
      for (std::size_t left = depth; left > 0; --left)
        lock.release();
    }
  });
  threads.join();
  CHECK_EQ(section.visits(), 2 * 3 * kRounds, "visits to the critical section");
}

SCENARIO(RLock, ShortLives, stress,
         "A `release` may not touch the object after another thread can know of the release.") {
  constexpr int kLocks = 100;
  struct Owned {
    std::unique_ptr<RLock> lock = std::make_unique<RLock>();
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

}  // namespace
