#include <chrono>
#include <limits>
#include <mutex>

#include "harness/check.hpp"
#include "harness/critical_section.hpp"
#include "harness/scenario.hpp"
#include "harness/threads.hpp"
#include "labs/semaphore/subject.hpp"
#include "threading/errors.hpp"

// What a student may read before writing a line: the contract of the semaphores, call by call.
namespace {

using namespace std::chrono_literals;
using harness::CriticalSection;
using harness::Thread;
using harness::Threads;
using subject::BoundedSemaphore;
using subject::Semaphore;
using threading::ValueError;
using Clock = std::chrono::steady_clock;

SCENARIO(Semaphore, AcquireTakesAPermitAndReleaseGivesItBack, behaviour,
         "`explicit Semaphore(std::ptrdiff_t value = 1)`.") {
  Semaphore semaphore;
  CHECK(semaphore.acquire(), "`acquire` of a free semaphore did not return true");
  CHECK(!semaphore.acquire(false), "a semaphore of one permit was acquired twice");
  semaphore.release();
  CHECK(semaphore.acquire(), "a released permit could not be acquired again");
  semaphore.release();
}

SCENARIO(Semaphore, ItsValueIsTheNumberOfPermits, behaviour,
         "`explicit Semaphore(std::ptrdiff_t value = 1)`.") {
  Semaphore three(3);
  for (int i = 0; i < 3; ++i)
    CHECK(three.acquire(false), "a semaphore of three permits could not be acquired three times");
  CHECK(!three.acquire(false), "a semaphore of three permits was acquired four times");
  Semaphore none(0);
  CHECK(!none.acquire(false), "a semaphore of no permits was acquired");
  none.release();
  CHECK(none.acquire(false), "`release` did not give a permit to a semaphore of none");
}

SCENARIO(Semaphore, ANegativeInitialValueIsAValueError, behaviour,
         "`explicit Semaphore(std::ptrdiff_t value = 1)` (negative: `ValueError`).") {
  CHECK_THROWS(Semaphore(-1), ValueError, "a semaphore of -1 permits");
  CHECK_THROWS(BoundedSemaphore(-1), ValueError, "a bounded semaphore of -1 permits");
}

SCENARIO(Semaphore, AcquireBlocksUntilARelease, behaviour, "Every blocking call blocks.") {
  Semaphore semaphore(0);
  Threads threads;
  const Thread& waiter = threads.spawn("waiter", [&semaphore] {
    CHECK(semaphore.acquire(), "`acquire` without a timeout did not return true");
  });
  CHECK_BLOCKED(waiter, "`acquire` returned although there was no permit");
  semaphore.release();
  CHECK_WAKES(waiter, "`acquire` still blocks although a permit was released");
  threads.join();
  CHECK(!semaphore.acquire(false), "one `release` gave two permits");
}

SCENARIO(Semaphore, ReleaseOfSeveralLetsAsManyThrough, behaviour,
         "`release(n)` lets n blocked threads through.") {
  Semaphore semaphore(0);
  Threads threads;
  const Thread* waiters[3];
  for (const Thread*& waiter : waiters)
    waiter = &threads.spawn("waiter", [&semaphore] { semaphore.acquire(); });
  harness::settle();
  semaphore.release(2);
  int through = 0;
  for (const Thread* waiter : waiters) {
    if (through < 2) harness::let_finish(*waiter);
    through += waiter->returned() ? 1 : 0;
  }
  CHECK_EQ(through, 2, "of three blocked threads, those that `release(2)` let through");
  semaphore.release();
}

SCENARIO(Semaphore, ReleaseOfLessThanOneIsAValueError, behaviour,
         "`void release(std::ptrdiff_t n = 1)` (n < 1: `ValueError`).") {
  Semaphore semaphore;
  BoundedSemaphore bounded(2);
  bounded.acquire();
  for (const std::ptrdiff_t n :
       {std::ptrdiff_t(0), std::ptrdiff_t(-1), std::numeric_limits<std::ptrdiff_t>::min()}) {
    CHECK_THROWS(semaphore.release(n), ValueError, "`release(n)` with n < 1");
    CHECK_THROWS(bounded.release(n), ValueError, "`release(n)` of a bounded one with n < 1");
  }
  CHECK(semaphore.acquire(false), "a `release` that threw took a permit away");
  CHECK(!semaphore.acquire(false), "a `release` that threw gave a permit");
}

SCENARIO(Semaphore, ATimeoutWithoutBlockingIsAValueError, behaviour,
         "`acquire(false, t)` with a timeout is a `ValueError`, as for Lock.") {
  Semaphore semaphore;
  for (const auto timeout : {1s, 0s, -1s})
    CHECK_THROWS(semaphore.acquire(false, timeout), ValueError, "`acquire(false, t)`");
  CHECK(semaphore.acquire(false), "an `acquire` that threw took the permit");
  CHECK_THROWS(semaphore.acquire(false, 1s), ValueError, "`acquire(false, t)` without a permit");
}

SCENARIO(Semaphore, ATimedAcquireGivesUpAfterItsTimeAndNotBefore, behaviour,
         "`acquire` returns whether it was acquired; waits are measured on the steady clock.") {
  Semaphore semaphore(0);
  const auto begin = Clock::now();
  CHECK(!semaphore.acquire(true, 5ms), "a timed `acquire` without a permit did not return false");
  CHECK(Clock::now() - begin >= 5ms, "a timed `acquire` gave up before its time was over");
  semaphore.release();
  CHECK(semaphore.acquire(true, 5ms), "a timed `acquire` of a free permit did not return true");
}

SCENARIO(Semaphore, GuardsLikePythonsWith, behaviour,
         "`lock`, `try_lock` and `unlock` make the standard guards Python's `with`.") {
  Semaphore semaphore;
  BoundedSemaphore bounded;
  {
    const std::scoped_lock both(semaphore, bounded);
    CHECK(!semaphore.acquire(false), "`lock` did not take the permit");
    CHECK(!bounded.acquire(false), "`lock` did not take the bounded semaphore's permit");
    const std::unique_lock attempt(semaphore, std::try_to_lock);
    CHECK(!attempt.owns_lock(), "`try_lock` took a permit where there was none");
  }
  CHECK(semaphore.acquire(false), "`unlock` did not give the permit back");
  CHECK(bounded.acquire(false), "`unlock` did not give the bounded semaphore's permit back");
}

SCENARIO(BoundedSemaphore, AReleaseAboveTheInitialValueIsAValueError, behaviour,
         "`BoundedSemaphore` throws `ValueError`, and changes nothing, where a release would lift "
         "it above its initial value.") {
  BoundedSemaphore semaphore(2);
  CHECK_THROWS(semaphore.release(), ValueError, "`release` at the initial value");
  CHECK(semaphore.acquire(), "`acquire` of a free semaphore did not return true");
  semaphore.release();
  CHECK_THROWS(semaphore.release(), ValueError, "`release` back at the initial value");
  CHECK(semaphore.acquire(false) && semaphore.acquire(false), "a permit has gone");
  CHECK(!semaphore.acquire(false), "a `release` that threw gave a permit");
}

SCENARIO(Semaphore, OnePermitIsForOneThread, interleaving,
         "Each permit is held by one thread at a time, and the next sees what the last wrote.") {
  Semaphore semaphore;
  CriticalSection section;
  Threads threads;
  threads.start_together(2, [&](int) {
    semaphore.acquire();
    section.visit();
    semaphore.release();
  });
  threads.join();
  CHECK_EQ(section.visits(), 2, "a visit to the critical section was lost");
  CHECK(semaphore.acquire(false), "every holder gave its permit back, but there is none");
  CHECK(!semaphore.acquire(false), "a semaphore of one permit was acquired twice");
}

}  // namespace
