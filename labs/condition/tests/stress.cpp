#include <chrono>

#include "harness/check.hpp"
#include "harness/scenario.hpp"
#include "harness/threads.hpp"
#include "labs/condition/subject.hpp"

// Real threads, many rounds: what no small scenario holds.
namespace {

using namespace std::chrono_literals;
using harness::Threads;
using subject::Condition;
using subject::Lock;
using subject::RLock;

SCENARIO(Condition, ManyProducersAndConsumers, stress,
         "`notify(n)` wakes at most n of the threads that were waiting before it.") {
  constexpr int kEach = 50;
  Lock lock;
  Condition<Lock> not_empty(lock);
  Condition<Lock> not_full(lock);
  int items = 0;
  int taken = 0;
  Threads threads;
  threads.start_together(4, [&](int number) {
    for (int i = 0; i < kEach; ++i) {
      lock.acquire();
      if (number % 2 == 0) {
        while (items == 2)
          CHECK(not_full.wait(), "`wait` without a timeout returned false");
        ++items;
        not_empty.notify();
      } else {
        while (items == 0)
          CHECK(not_empty.wait(), "`wait` without a timeout returned false");
        --items;
        ++taken;
        not_full.notify();
      }
      lock.release();
    }
  });
  threads.join();
  CHECK_EQ(taken, 2 * kEach, "an item got lost, or was taken twice");
}

SCENARIO(Condition, ImpatientAndPatientWaiters, stress,
         "A timed-out waiter does not swallow a notification that another waiter could have had.") {
  constexpr int kEach = 30;
  Condition<RLock> condition;
  int items = 0;
  Threads threads;
  threads.start_together(3, [&](int number) {
    for (int i = 0; i < kEach; ++i) {
      condition.acquire();
      if (number == 0) {
        items += 2;
        condition.notify(2);
      } else if (number == 1) {
        while (items == 0)
          condition.wait(10us);
        --items;
      } else {
        while (items == 0)
          CHECK(condition.wait(), "`wait` without a timeout returned false");
        --items;
      }
      condition.release();
    }
  });
  threads.join();
  CHECK_EQ(items, 0, "an item got lost, or was taken twice");
}

SCENARIO(Condition, RoundsOfNotifyAll, stress, "`notify_all()` wakes every waiter.") {
  constexpr int kRounds = 30;
  constexpr int kThreads = 3;
  Condition<RLock> condition;
  int arrived = 0;
  int round = 0;
  Threads threads;
  threads.start_together(kThreads, [&](int) {
    for (int i = 0; i < kRounds; ++i) {
      condition.acquire();
      if (++arrived == kThreads) {
        arrived = 0;
        ++round;
        condition.notify_all();
      } else {
        CHECK(condition.wait_for([&round, i] { return round > i; }, 1h), "a round got lost");
      }
      condition.release();
    }
  });
  threads.join();
  CHECK_EQ(round, kRounds, "a round got lost");
}

}  // namespace
