#include <chrono>
#include <cstddef>
#include <functional>
#include <thread>
#include <vector>

#include "harness/check.hpp"
#include "harness/costs.hpp"
#include "harness/judge.hpp"
#include "harness/scenario.hpp"
#include "harness/threads.hpp"
#include "labs/queue/subject.hpp"
#include "threading/errors.hpp"

// Arguments, time, counts and cost: what one thread can see, or one that waits.
namespace {

using namespace std::chrono_literals;
using harness::Judges;
using harness::Thread;
using harness::Threads;
using subject::AnyQueue;
using subject::make_lifo_queue;
using subject::make_priority_queue;
using subject::make_queue;
using threading::Duration;
using threading::Empty;
using threading::Full;
using threading::ValueError;
using Clock = std::chrono::steady_clock;

// Runs `check` on one queue of each kind.
template <class Check>
void for_each_kind(std::size_t maxsize, Check check) {
  check(*make_queue<int>(maxsize));
  check(*make_lifo_queue<int>(maxsize));
  check(*make_priority_queue<int>(maxsize));
}

// ---- Sizes ----

SCENARIO(Queue, UnboundedItIsNeverFull, behaviour, "A `maxsize` of 0: unbounded.") {
  for_each_kind(0, [](AnyQueue<int>& queue) {
    CHECK_EQ(queue.maxsize(), std::size_t{0}, "`maxsize` of an unbounded queue");
    for (int i = 0; i < 100; ++i) {
      CHECK(!queue.full(), "an unbounded queue says that it is full");
      queue.put_nowait(i);
    }
    CHECK_EQ(queue.qsize(), std::size_t{100}, "`qsize` after a hundred puts");
  });
}

SCENARIO(Queue, EachKindIsBounded, behaviour, "`Full` where it may not block.") {
  for_each_kind(2, [](AnyQueue<int>& queue) {
    queue.put(1);
    queue.put(2);
    CHECK(queue.full(), "a queue for two with two items is full");
    CHECK_THROWS(queue.put_nowait(3), Full, "`put_nowait` into a full queue");
    CHECK_THROWS(queue.put(3, true, 1ms), Full, "`put` with a timeout, into a full queue");
    CHECK_EQ(queue.get() + queue.get(), 3, "the sum of the items");
    CHECK_THROWS(queue.get_nowait(), Empty, "`get_nowait` from an empty queue");
    CHECK_THROWS(queue.get(true, 1ms), Empty, "`get` with a timeout, from an empty queue");
  });
}

SCENARIO(Queue, ComparesAsItIsTold, behaviour,
         "`PriorityQueue<T, Compare>` hands out the first by `Compare`.") {
  const auto queue = make_priority_queue<int, std::greater<int>>();
  for (const int item : {5, 2, 8, 8, 1})
    queue->put(item);
  for (const int item : {8, 8, 5, 2, 1})
    CHECK_EQ(queue->get(), item, "the item handed out by a PriorityQueue with std::greater");
}

SCENARIO(Queue, PriorityKeepsItsOrderThroughAnyMixture, behaviour,
         "`PriorityQueue<T>` hands out the smallest first.") {
  const auto queue = make_priority_queue<int>();
  int next = 17;
  int least_in = 1000;
  for (int i = 0; i < 40; ++i) {
    next = next * 31 % 101;
    queue->put(next);
    if (next < least_in) least_in = next;
    if (i % 3 != 2) continue;
    CHECK_EQ(queue->get(), least_in, "the item that a PriorityQueue handed out");
    least_in = queue->get();
    queue->put(least_in);
  }
  int last = -1;
  while (!queue->empty()) {
    const int item = queue->get();
    CHECK(item >= last, "a PriorityQueue handed out a smaller item after a larger one");
    last = item;
  }
}

// Growing while items come and go: where they are kept in a ring, its first place moves on.
SCENARIO(Queue, KeepsItsOrderThroughAnyMixture, behaviour,
         "`Queue` hands out first what was put first, `LifoQueue` what was put last.") {
  const auto queue = make_queue<int>();
  const auto lifo = make_lifo_queue<int>();
  std::vector<int> newest_last;
  int next_in = 0;
  int next_out = 0;
  const auto get = [&] {
    CHECK_EQ(queue->get(), next_out++, "the item that a Queue handed out");
    CHECK_EQ(lifo->get(), newest_last.back(), "the item that a LifoQueue handed out");
    newest_last.pop_back();
  };
  for (int round = 0; round < 40; ++round) {
    for (int i = 0; i < 5; ++i, ++next_in) {
      queue->put(next_in);
      lifo->put(next_in);
      newest_last.push_back(next_in);
    }
    for (int i = 0; i < 2; ++i)
      get();
  }
  while (!newest_last.empty())
    get();
  CHECK(queue->empty() && lifo->empty(), "as many items were taken as put, and some are left");
}

SCENARIO(Queue, IsUsedAgainOnceDrained, behaviour, "No item is lost or handed out twice.") {
  for_each_kind(2, [](AnyQueue<int>& queue) {
    for (int round = 0; round < 3; ++round) {
      queue.put(2 * round);
      CHECK_EQ(queue.get(), 2 * round, "the item that was handed out");
      queue.put(2 * round + 1);
      queue.put(100);
      CHECK_EQ(queue.get() + queue.get(), 2 * round + 101, "the sum of the items");
      CHECK(queue.empty() && queue.qsize() == 0, "a drained queue is not empty");
    }
  });
}

// ---- Arguments ----

SCENARIO(Queue, WithoutBlockingATimeoutIsIgnored, behaviour,
         "With `block = false` a timeout is ignored (unlike Lock and Semaphore, as in CPython).") {
  const auto queue = make_queue<int>(1);
  for (const Duration timeout : {Duration(1h), Duration(0), Duration(-1ns), Duration::min()}) {
    CHECK_THROWS(queue->get(false, timeout), Empty, "`get(false, timeout)` from an empty queue");
    queue->put(1, false, timeout);
    CHECK_THROWS(queue->put(2, false, timeout), Full, "`put(…, false, timeout)`, full");
    CHECK_EQ(queue->get(false, timeout), 1, "the item that was handed out");
    queue->task_done();
  }
}

SCENARIO(Queue, ANegativeTimeoutIsAValueError, behaviour,
         "A negative timeout is a `ValueError`; a call that throws changes nothing.") {
  for_each_kind(1, [](AnyQueue<int>& queue) {
    for (const Duration timeout : {Duration(-1ns), Duration::min()}) {
      CHECK_THROWS(queue.get(true, timeout), ValueError, "`get` with a negative timeout, empty");
      CHECK_THROWS(queue.put(1, true, timeout), ValueError, "`put` with a negative timeout");
    }
    CHECK(queue.empty() && queue.unfinished_tasks() == 0, "a `put` that threw left an item");
    queue.put(1);
    CHECK_THROWS(queue.get(true, -1ns), ValueError, "`get` with a negative timeout, an item there");
    CHECK_THROWS(queue.put(2, true, -1ns), ValueError, "`put` with a negative timeout, full");
    CHECK_EQ(queue.qsize(), std::size_t{1}, "`qsize` after calls that threw");
    CHECK_EQ(queue.get(), 1, "the item that was handed out");
  });
}

SCENARIO(Queue, ATimeoutOfZeroIsLegal, behaviour, "Any timeout that is not negative is legal.") {
  const auto queue = make_queue<int>(1);
  CHECK_THROWS(queue->get(true, 0ns), Empty, "`get(true, 0)` from an empty queue");
  queue->put(1, true, 0ns);
  CHECK_THROWS(queue->put(2, true, 0ns), Full, "`put(…, true, 0)` into a full queue");
  CHECK_EQ(queue->get(true, 0ns), 1, "the item that was handed out");
}

SCENARIO(Queue, TheLargestTimeoutIsLegal, behaviour,
         "Any other timeout is legal up to the largest.") {
  const auto queue = make_queue<int>(1);
  Threads threads;
  const Thread& getter = threads.spawn("getter", [&] {
    CHECK_EQ(queue->get(true, Duration::max()), 1, "the item that was handed out");
  });
  CHECK_BLOCKED(getter, "`get` with the largest timeout did not wait");
  queue->put(1, true, Duration::max());
  CHECK_WAKES(getter, "`get` with the largest timeout missed the item");
  queue->put(2);
  const Thread& putter = threads.spawn("putter", [&] { queue->put(3, true, Duration::max()); });
  CHECK_BLOCKED(putter, "`put` with the largest timeout did not wait");
  queue->get();
  CHECK_WAKES(putter, "`put` with the largest timeout missed the room");
}

SCENARIO(Queue, AMonthIsNotTooLongToWait, behaviour,
         "Any other timeout is legal up to the largest.", .weight = 0.5,
         .judges = Judges::explore_only) {
  const auto queue = make_queue<int>(1);
  Threads threads;
  threads.spawn("getter", [&] {
    CHECK_EQ(queue->get(true, Duration::max()), 1, "the item that was handed out after weeks");
  });
  harness::settle();
  std::this_thread::sleep_for(40 * 24h);
  queue->put(1);
}

// ---- Time ----

// A chance that a thief may take before the one who waits for it. Who then begins its time anew
// sleeps when it is over.
SCENARIO(Queue, TheTimeBoundsTheWholeGet, interleaving, "The time bounds the whole call.") {
  const auto queue = make_queue<int>();
  Threads threads;
  const Thread& getter = threads.spawn("getter", [&] {
    const auto begin = Clock::now();
    try {
      queue->get(true, 10ms);
    } catch (const Empty&) {
      CHECK(Clock::now() - begin >= 10ms, "`get` gave up before its time was over");
    }
  });
  harness::settle();
  std::this_thread::sleep_for(6ms);
  queue->put(1);
  try {
    queue->get_nowait();
  } catch (const Empty&) {
    // The getter was faster.
  }
  harness::settle();  // it looks at the clock before that moves on
  std::this_thread::sleep_for(6ms);
  CHECK_RETURNED(getter, "woken in vain, `get` waits on after its time is over");
}

SCENARIO(Queue, TheTimeBoundsTheWholePut, interleaving, "The time bounds the whole call.") {
  const auto queue = make_queue<int>(1);
  queue->put(0);
  Threads threads;
  const Thread& putter = threads.spawn("putter", [&] {
    const auto begin = Clock::now();
    try {
      queue->put(1, true, 10ms);
    } catch (const Full&) {
      CHECK(Clock::now() - begin >= 10ms, "`put` gave up before its time was over");
    }
  });
  harness::settle();
  std::this_thread::sleep_for(6ms);
  queue->get();
  try {
    queue->put_nowait(2);
  } catch (const Full&) {
    // The putter was faster.
  }
  harness::settle();  // it looks at the clock before that moves on
  std::this_thread::sleep_for(6ms);
  CHECK_RETURNED(putter, "woken in vain, `put` waits on after its time is over");
}

// ---- Counts of tasks ----

SCENARIO(Queue, TaskDoneTooOftenIsAValueError, behaviour,
         "`task_done` more often than items were put: `ValueError`.") {
  for_each_kind(0, [](AnyQueue<int>& queue) {
    CHECK_THROWS(queue.task_done(), ValueError, "`task_done` before any put");
    queue.put(1);
    queue.put(2);
    const int first = queue.get();
    queue.task_done();
    CHECK_EQ(queue.unfinished_tasks(), std::size_t{1}, "`unfinished_tasks`, one of two done");
    queue.task_done();  // of an item that is still inside: legal, as in CPython
    CHECK_THROWS(queue.task_done(), ValueError, "`task_done` once more than items were put");
    CHECK_EQ(queue.unfinished_tasks(), std::size_t{0}, "`unfinished_tasks` after one that threw");
    queue.join();
    CHECK_EQ(first + queue.get(), 3, "the sum of the items");
  });
}

SCENARIO(Queue, WhatThrewWasNotPut, behaviour, "A call that throws changes nothing.") {
  const auto queue = make_queue<int>(1);
  queue->put(1);
  CHECK_THROWS(queue->put_nowait(2), Full, "`put_nowait` into a full queue");
  CHECK_THROWS(queue->put(2, true, 1ms), Full, "`put` with a timeout, into a full queue");
  CHECK_EQ(queue->unfinished_tasks(), std::size_t{1}, "`unfinished_tasks` after puts that threw");
  queue->get();
  CHECK_THROWS(queue->get_nowait(), Empty, "`get_nowait` from an empty queue");
  queue->task_done();
  queue->join();
}

// ---- Cost ----

SCENARIO(Queue, WaitsAreMeasuredOnTheSteadyClock, behaviour,
         "All waits are measured on `std::chrono::steady_clock`.", .weight = 0.5,
         .judges = Judges::explore_only) {
  const auto queue = make_queue<int>(1);
  const harness::Costs costs = harness::cost_of([&] {
    CHECK_THROWS(queue->get(true, 1ms), Empty, "`get` from an empty queue");
    queue->put(1);
    CHECK_THROWS(queue->put(2, true, 1ms), Full, "`put` into a full queue");
  });
  CHECK_EQ(costs.wall_clock_waits, 0U, "waits until a time of the wall clock, which may be set");
}

SCENARIO(Queue, AGetSleeps, behaviour,
         "Every blocking call blocks: no spinning without bound, no sleeping and polling.",
         .weight = 0.5, .judges = Judges::explore_only) {
  const auto queue = make_queue<int>();
  Threads threads;
  const Thread& getter = threads.spawn("getter", [&] { queue->get(); });
  CHECK_BLOCKED(getter, "`get` from an empty queue returned");
  CHECK_OTHERS_SLEEP("a thread in `get` polls instead of sleeping");
  queue->put(1);
}

SCENARIO(Queue, ATimedGetSleeps, behaviour,
         "Every blocking call blocks: no spinning without bound, no sleeping and polling.",
         .weight = 0.5, .judges = Judges::explore_only) {
  const auto queue = make_queue<int>();
  Threads threads;
  threads.spawn("getter", [&] {
    const auto begin = Clock::now();
    try {
      queue->get(true, 1h);
    } catch (const Empty&) {
      CHECK(Clock::now() - begin >= 1h, "`get` gave up before its time was over");
    }
  });
  harness::settle();
  CHECK_OTHERS_SLEEP("a thread in `get` with a timeout polls instead of sleeping");
  queue->put(1);
}

SCENARIO(Queue, APutSleeps, behaviour,
         "Every blocking call blocks: no spinning without bound, no sleeping and polling.",
         .weight = 0.5, .judges = Judges::explore_only) {
  const auto queue = make_queue<int>(1);
  queue->put(1);
  Threads threads;
  const Thread& putter = threads.spawn("putter", [&] { queue->put(2); });
  CHECK_BLOCKED(putter, "`put` into a full queue returned");
  CHECK_OTHERS_SLEEP("a thread in `put` polls instead of sleeping");
  queue->get();
}

SCENARIO(Queue, AJoinSleeps, behaviour,
         "Every blocking call blocks: no spinning without bound, no sleeping and polling.",
         .weight = 0.5, .judges = Judges::explore_only) {
  const auto queue = make_queue<int>();
  queue->put(1);
  Threads threads;
  const Thread& joiner = threads.spawn("joiner", [&] { queue->join(); });
  CHECK_BLOCKED(joiner, "`join` returned although an item is not marked done");
  CHECK_OTHERS_SLEEP("a thread in `join` polls instead of sleeping");
  queue->get();
  queue->task_done();
}

}  // namespace
