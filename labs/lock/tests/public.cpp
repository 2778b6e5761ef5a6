#include <chrono>
#include <mutex>

#include "harness/check.hpp"
#include "harness/critical_section.hpp"
#include "harness/scenario.hpp"
#include "harness/threads.hpp"
#include "labs/lock/subject.hpp"
#include "threading/errors.hpp"

// What a student may read before writing a line: the contract of a Lock, call by call.
namespace {

using namespace std::chrono_literals;
using harness::CriticalSection;
using harness::Thread;
using harness::Threads;
using subject::Lock;
using threading::RuntimeError;
using threading::ValueError;
using Clock = std::chrono::steady_clock;

SCENARIO(Lock, AcquireTakesItAndReleaseFreesIt, behaviour,
         "`acquire` returns whether it was acquired.") {
  Lock lock;
  CHECK(!lock.locked(), "a new lock is not locked, but `locked` says so");
  CHECK(lock.acquire(), "`acquire` of a free lock did not return true");
  CHECK(lock.locked(), "an acquired lock is locked, but `locked` denies it");
  lock.release();
  CHECK(!lock.locked(), "a released lock is not locked, but `locked` says so");
  CHECK(lock.acquire(), "a released lock could not be acquired again");
  lock.release();
}

SCENARIO(Lock, TwoThreadsNeverHoldItAtOnce, interleaving,
         "A lock has at most one holder, and the next one sees all that the last one wrote.") {
  Lock lock;
  CriticalSection section;
  Threads threads;
  threads.start_together(2, [&](int) {
    CHECK(lock.acquire(), "`acquire` without a timeout did not return true");
    section.visit();
    lock.release();
  });
  threads.join();
  CHECK_EQ(section.visits(), 2, "a visit to the critical section got lost");
}

}  // namespace
