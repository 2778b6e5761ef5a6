#include <array>
#include <chrono>
#include <cstddef>
#include <string>

#include "harness/check.hpp"
#include "harness/judge.hpp"
#include "harness/scenario.hpp"
#include "harness/threads.hpp"
#include "harness/unseen.hpp"
#include "labs/queue/subject.hpp"
#include "threading/errors.hpp"

// The end of a queue: who is woken, what is still handed out, what counts as done.
namespace {

using namespace std::chrono_literals;
using harness::Thread;
using harness::Threads;
using harness::Unseen;
using subject::AnyQueue;
using subject::make_lifo_queue;
using subject::make_priority_queue;
using subject::make_queue;
using threading::ShutDown;
using threading::ValueError;
using Clock = std::chrono::steady_clock;

constexpr auto kSentence =
    "After `shutdown()`, `put` throws `ShutDown`, and `get` does once the queue is empty.";

// ---- Single calls ----

void shut_down_with_items(AnyQueue<int>& queue) {
  queue.put(1);
  queue.put(2);
  queue.shutdown();
  CHECK_THROWS(queue.put(3), ShutDown, "`put` into a full queue after `shutdown`");
  CHECK_THROWS(queue.put_nowait(3), ShutDown, "`put_nowait` into a full queue after `shutdown`");
  CHECK_THROWS(queue.put(3, true, 1ms), ShutDown, "`put` with a timeout after `shutdown`");
  CHECK_EQ(queue.qsize(), std::size_t{2}, "`qsize` after `shutdown()` with two items inside");
  CHECK_EQ(queue.get() + queue.get_nowait(), 3, "the sum of the items left at the `shutdown`");
  CHECK_THROWS(queue.put_nowait(3), ShutDown, "`put_nowait` after `shutdown`");
  CHECK_THROWS(queue.get(), ShutDown, "`get` from an empty queue after `shutdown`");
  CHECK_THROWS(queue.get_nowait(), ShutDown, "`get_nowait` from an empty queue after `shutdown`");
  CHECK_THROWS(queue.get(true, 1ms), ShutDown, "`get` with a timeout after `shutdown`");
  CHECK_EQ(queue.unfinished_tasks(), std::size_t{2}, "`unfinished_tasks` when both were taken");
  queue.task_done();
  queue.task_done();
  queue.join();
}

SCENARIO(Queue, AShutDownQueueIsEmptiedOnly, behaviour, kSentence) {
  shut_down_with_items(*make_queue<int>(2));
  shut_down_with_items(*make_lifo_queue<int>(2));
  shut_down_with_items(*make_priority_queue<int>(2));
}

void shut_down_at_once(AnyQueue<int>& queue) {
  queue.put(1);
  queue.put(2);
  queue.put(3);
  queue.get();
  queue.shutdown(true);
  CHECK(queue.is_shutdown(), "a queue that is shut down denies it");
  CHECK(queue.empty() && queue.qsize() == 0, "`shutdown(true)` left items in the queue");
  CHECK_THROWS(queue.get(), ShutDown, "`get` after `shutdown(true)`");
  CHECK_THROWS(queue.get_nowait(), ShutDown, "`get_nowait` after `shutdown(true)`");
  CHECK_THROWS(queue.put(4), ShutDown, "`put` after `shutdown(true)`");
  CHECK_EQ(queue.unfinished_tasks(), std::size_t{1},
           "`unfinished_tasks` when one item was taken and the others were dropped");
  queue.task_done();
  CHECK_THROWS(queue.task_done(), ValueError, "`task_done` for an item that was dropped");
  queue.join();
}

SCENARIO(Queue, ShutdownAtOnceDropsTheItems, behaviour,
         "`shutdown(true)` empties it (marking those items done).") {
  shut_down_at_once(*make_queue<int>());
  shut_down_at_once(*make_lifo_queue<int>());
  shut_down_at_once(*make_priority_queue<int>());
}

SCENARIO(Queue, ShutdownMayComeTwice, behaviour,
         "`shutdown(true)` empties it (marking those items done).") {
  const auto queue = make_queue<int>();
  queue->put(1);
  queue->shutdown();
  queue->shutdown();
  CHECK_EQ(queue->qsize(), std::size_t{1}, "`qsize` after `shutdown()` with an item inside");
  queue->shutdown(true);
  CHECK(queue->empty(), "`shutdown(true)` after `shutdown()` left an item in the queue");
  CHECK_EQ(queue->unfinished_tasks(), std::size_t{0}, "`unfinished_tasks` after `shutdown(true)`");
  queue->shutdown();
  CHECK(queue->is_shutdown(), "a queue that is shut down denies it");
  queue->join();
}

SCENARIO(Queue, ShutdownAtOnceAfterTaskDoneOfWhatIsInside, behaviour,
         "`shutdown(true)` empties it (marking those items done).", .weight = 0.5) {
  const auto queue = make_queue<int>();
  queue->put(1);
  queue->task_done();  // early, and legal: the item is still inside
  queue->shutdown(true);
  CHECK_EQ(queue->unfinished_tasks(), std::size_t{0}, "`unfinished_tasks` after `shutdown(true)`");
  CHECK_THROWS(queue->task_done(), ValueError, "`task_done` once more than items were put");
  queue->join();
}

// ---- Blocked calls ----

void blocked_gets(AnyQueue<int>& queue, bool immediate) {
  Threads threads;
  const auto get = [&queue] {
    CHECK_THROWS(queue.get(), ShutDown, "`get`, blocked, at `shutdown`");
  };
  Thread& first = threads.spawn("first getter", get);
  Thread& second = threads.spawn("second getter", get);
  CHECK_BLOCKED(first, "`get` from an empty queue returned");
  CHECK_BLOCKED(second, "`get` from an empty queue returned");
  queue.shutdown(immediate);
  CHECK_WAKES(first, "a `get` sleeps on although the queue was shut down");
  CHECK_WAKES(second, "a `get` sleeps on although the queue was shut down");
}

SCENARIO(Queue, ShutdownWakesEveryGetter, interleaving, kSentence) {
  blocked_gets(*make_queue<int>(), false);
}

SCENARIO(Queue, ShutdownAtOnceWakesEveryGetter, interleaving,
         "`shutdown(true)` wakes every blocked call.") {
  blocked_gets(*make_priority_queue<int>(), true);
}

void blocked_puts(AnyQueue<int>& queue, bool immediate) {
  queue.put(0);
  Threads threads;
  const auto put = [&queue] {
    CHECK_THROWS(queue.put(1), ShutDown, "`put`, blocked, at `shutdown`");
  };
  Thread& first = threads.spawn("first putter", put);
  Thread& second = threads.spawn("second putter", put);
  CHECK_BLOCKED(first, "`put` into a full queue returned");
  CHECK_BLOCKED(second, "`put` into a full queue returned");
  queue.shutdown(immediate);
  CHECK_WAKES(first, "a `put` sleeps on although the queue was shut down");
  CHECK_WAKES(second, "a `put` sleeps on although the queue was shut down");
  CHECK_EQ(queue.qsize(), std::size_t{immediate ? 0U : 1U}, "`qsize` after `shutdown`");
  CHECK_EQ(queue.unfinished_tasks(), std::size_t{immediate ? 0U : 1U},
           "`unfinished_tasks` after `shutdown`");
}

SCENARIO(Queue, ShutdownWakesEveryPutter, interleaving, kSentence) {
  blocked_puts(*make_queue<int>(1), false);
}

SCENARIO(Queue, ShutdownAtOnceWakesEveryPutter, interleaving,
         "`shutdown(true)` wakes every blocked call.") {
  blocked_puts(*make_lifo_queue<int>(1), true);
}

SCENARIO(Queue, ShutdownAtOnceEndsAJoin, interleaving,
         "`shutdown(true)` empties it (marking those items done) and wakes every blocked call.") {
  const auto queue = make_queue<int>();
  queue->put(1);
  queue->put(2);
  Threads threads;
  Thread& first = threads.spawn("first joiner", [&] { queue->join(); });
  Thread& second = threads.spawn("second joiner", [&] { queue->join(); });
  CHECK_BLOCKED(first, "`join` returned although two items are not marked done");
  queue->shutdown(true);
  CHECK_WAKES(first, "a `join` sleeps on although `shutdown(true)` marked all items done");
  CHECK_WAKES(second, "a `join` sleeps on although `shutdown(true)` marked all items done");
}

SCENARIO(Queue, AJoinOutlivesAShutdown, interleaving,
         "`join` returns when every item put has been marked done.") {
  const auto queue = make_queue<int>();
  queue->put(1);
  queue->put(2);
  queue->get();
  Threads threads;
  Thread& joiner = threads.spawn("joiner", [&] { queue->join(); });
  queue->shutdown();
  CHECK_BLOCKED(joiner, "after `shutdown()`, `join` returned although two items are not done");
  queue->get();
  queue->task_done();
  CHECK_BLOCKED(joiner, "after `shutdown()`, `join` returned although an item is not marked done");
  Thread& late = threads.spawn("late joiner", [&] { queue->join(); });
  CHECK_BLOCKED(late, "after `shutdown()`, `join` returned although an item is not marked done");
  queue->task_done();
  CHECK_WAKES(joiner, "`join` sleeps on although every item was marked done");
  CHECK_WAKES(late, "`join` sleeps on although every item was marked done");
}

SCENARIO(Queue, TimedCallsHearOfAShutdown, interleaving, kSentence) {
  const auto empty = make_queue<int>();
  const auto full = make_queue<int>(1);
  full->put(1);
  Threads threads;
  Thread& getter = threads.spawn("getter", [&] {
    const auto begin = Clock::now();
    try {
      empty->get(true, 1h);
      CHECK(false, "`get` returned an item that nobody put");
    } catch (const ShutDown&) {
      // As it should.
    } catch (const threading::Empty&) {
      CHECK(Clock::now() - begin >= 1h, "`get` gave up before its time was over");
    }
  });
  Thread& putter = threads.spawn("putter", [&] {
    const auto begin = Clock::now();
    try {
      full->put(2, true, 1h);
      CHECK(false, "`put` into a full queue returned");
    } catch (const ShutDown&) {
      // As it should.
    } catch (const threading::Full&) {
      CHECK(Clock::now() - begin >= 1h, "`put` gave up before its time was over");
    }
  });
  harness::settle();
  empty->shutdown();
  full->shutdown();
  CHECK_WAKES(getter, "a `get` with a timeout sleeps on although the queue was shut down");
  CHECK_WAKES(putter, "a `put` with a timeout sleeps on although the queue was shut down");
}

// ---- Against calls in flight ----

SCENARIO(Queue, AnItemPutBeforeTheShutdownIsStillHandedOut, interleaving, kSentence) {
  const auto queue = make_queue<int>();
  Threads threads;
  Thread& getter =
      threads.spawn("getter", [&] { CHECK_EQ(queue->get(), 1, "the item that was handed out"); });
  CHECK_BLOCKED(getter, "`get` from an empty queue returned");
  queue->put(1);
  queue->shutdown();
  CHECK_WAKES(getter, "a `get` sleeps on although there is an item");
}

SCENARIO(Queue, NothingIsPutBehindTheLastGet, interleaving, kSentence) {
  const auto queue = make_queue<int>(1);
  queue->put(0);
  Threads threads;
  Unseen<int> puts(1);
  threads.spawn("putter", [&] {
    try {
      queue->put(1);
      puts.set(puts.get() + 1);
    } catch (const ShutDown&) {
      // Too late.
    }
  });
  int gets = 1;
  queue->get();
  queue->shutdown();
  try {
    for (;; ++gets)
      queue->get();
  } catch (const ShutDown&) {
    // Shut down, and empty: for good.
  }
  threads.join();
  CHECK_EQ(gets, puts.get(), "the number of items handed out until `ShutDown`, against those put");
  CHECK(queue->empty(), "an item was put when `get` had already thrown `ShutDown`");
}

SCENARIO(Queue, ShutdownAgainstAPutAndAGet, interleaving, kSentence) {
  const auto queue = make_queue<int>();
  Threads threads;
  Unseen<bool> put;
  Unseen<bool> got;
  threads.spawn("putter", [&] {
    try {
      queue->put(1);
      put.set(true);
    } catch (const ShutDown&) {
      // Too late.
    }
  });
  Thread& getter = threads.spawn("getter", [&] {
    try {
      queue->get();
      got.set(true);
    } catch (const ShutDown&) {
      // Nothing came, and nothing will.
    }
  });
  queue->shutdown();
  CHECK_WAKES(getter, "a `get` sleeps on although the queue was shut down");
  threads.join();
  CHECK_EQ(got.get(), put.get(), "whether an item was handed out, against whether one was put");
}

SCENARIO(Queue, ShutdownAtOnceAgainstAWorker, interleaving,
         "`shutdown(true)` empties it (marking those items done).") {
  const auto queue = make_queue<int>();
  queue->put(1);
  queue->put(2);
  Threads threads;
  threads.spawn("worker", [&] {
    try {
      for (;;) {
        queue->get();
        queue->task_done();
      }
    } catch (const ShutDown&) {
      // All was done, or dropped.
    }
  });
  queue->shutdown(true);
  queue->join();
  threads.join();
  CHECK_EQ(queue->unfinished_tasks(), std::size_t{0}, "`unfinished_tasks` when all was done");
}

// ---- Many ----

SCENARIO(Queue, ManyTasksAreCounted, behaviour,
         "`join` returns when every item put has been marked done.", .schedules = 20) {
  constexpr std::size_t kItems = 256;
  const auto queue = make_queue<int>();
  for (std::size_t i = 0; i < kItems; ++i)
    queue->put(1);
  CHECK_EQ(queue->unfinished_tasks(), kItems, "`unfinished_tasks` after as many puts");
  Threads threads;
  const Thread& joiner = threads.spawn("joiner", [&] { queue->join(); });
  CHECK_BLOCKED(joiner, "`join` returned although no item has been marked done");
  for (std::size_t i = 0; i < kItems; ++i)
    queue->task_done();
  CHECK_WAKES(joiner, "`join` sleeps on although every item has been marked done");
}

SCENARIO(Queue, AShutdownWakesACrowd, behaviour, kSentence, .schedules = 20) {
  const auto queue = make_queue<int>();
  Threads threads;
  for (int i = 0; i < 20; ++i) {
    threads.spawn("getter " + std::to_string(i), [&] {
      CHECK_THROWS(queue->get(), ShutDown, "`get` from a queue that is shut down");
    });
  }
  harness::settle();
  queue->shutdown();
}

SCENARIO(Queue, ACrowdOfJoinersGoesOn, behaviour,
         "`join` returns when every item put has been marked done.", .schedules = 20) {
  const auto queue = make_queue<int>();
  queue->put(1);
  Threads threads;
  for (int i = 0; i < 20; ++i)
    threads.spawn("joiner " + std::to_string(i), [&] { queue->join(); });
  harness::settle();
  queue->get();
  queue->task_done();
}

}  // namespace
