#include <chrono>

#include "harness/check.hpp"
#include "harness/scenario.hpp"
#include "harness/threads.hpp"
#include "labs/queue/subject.hpp"
#include "threading/errors.hpp"

// What a student may read before writing a line: the contract of the queues, call by call.
namespace {

using namespace std::chrono_literals;
using harness::Thread;
using harness::Threads;
using subject::make_lifo_queue;
using subject::make_priority_queue;
using subject::make_queue;
using threading::Empty;
using threading::Full;
using threading::ShutDown;
using threading::ValueError;
using Clock = std::chrono::steady_clock;

SCENARIO(Queue, HandsOutInTheOrderOfThePuts, behaviour,
         "`Queue` hands out first what was put first.") {
  const auto queue = make_queue<int>();
  for (const int item : {3, 1, 2})
    queue->put(item);
  for (const int item : {3, 1, 2})
    CHECK_EQ(queue->get(), item, "the item that a Queue handed out");
}

SCENARIO(Queue, LifoHandsOutTheNewestFirst, behaviour,
         "`LifoQueue` hands out first what was put last.") {
  const auto queue = make_lifo_queue<int>();
  for (const int item : {3, 1, 2})
    queue->put(item);
  CHECK_EQ(queue->get(), 2, "the item that a LifoQueue handed out");
  queue->put(4);
  for (const int item : {4, 1, 3})
    CHECK_EQ(queue->get(), item, "the item that a LifoQueue handed out");
}

SCENARIO(Queue, PriorityHandsOutTheSmallestFirst, behaviour,
         "`PriorityQueue<T>` hands out the smallest first.") {
  const auto queue = make_priority_queue<int>();
  for (const int item : {5, 2, 8, 2, 9, 1})
    queue->put(item);
  for (const int item : {1, 2, 2})
    CHECK_EQ(queue->get(), item, "the item that a PriorityQueue handed out");
  queue->put(3);
  for (const int item : {3, 5, 8, 9})
    CHECK_EQ(queue->get(), item, "the item that a PriorityQueue handed out");
}

SCENARIO(Queue, CountsItsItems, behaviour,
         "`qsize`, `empty`, `full` and `maxsize` tell how many items there are, and may be.") {
  const auto queue = make_queue<int>(2);
  CHECK_EQ(queue->maxsize(), std::size_t{2}, "`maxsize` of a queue for two");
  CHECK(queue->empty() && !queue->full(), "a new queue is empty and not full");
  queue->put(1);
  CHECK_EQ(queue->qsize(), std::size_t{1}, "`qsize` after one put");
  CHECK(!queue->empty() && !queue->full(), "a queue for two with one item: neither empty nor full");
  queue->put(2);
  CHECK(queue->full(), "a queue for two with two items is full");
  queue->get();
  queue->get();
  CHECK(queue->empty(), "a queue whose items were all taken is empty");
}

SCENARIO(Queue, SaysFullAndEmptyWhereItMayNotBlock, behaviour,
         "`Full` / `Empty` where it may not block.") {
  const auto queue = make_queue<int>(1);
  CHECK_THROWS(queue->get_nowait(), Empty, "`get_nowait` from an empty queue");
  CHECK_THROWS(queue->get(false), Empty, "`get(false)` from an empty queue");
  queue->put_nowait(1);
  CHECK_THROWS(queue->put_nowait(2), Full, "`put_nowait` into a full queue");
  CHECK_THROWS(queue->put(2, false), Full, "`put(…, false)` into a full queue");
  CHECK_EQ(queue->qsize(), std::size_t{1}, "`qsize` after a put that threw");
  CHECK_EQ(queue->get_nowait(), 1, "the item that was handed out");
}

SCENARIO(Queue, SaysFullAndEmptyWhenTheTimeIsOver, behaviour,
         "`Full` / `Empty` where the time is over.") {
  const auto queue = make_queue<int>(1);
  auto begin = Clock::now();
  CHECK_THROWS(queue->get(true, 5ms), Empty, "`get` with a timeout, from an empty queue");
  CHECK(Clock::now() - begin >= 5ms, "`get` gave up before its time was over");
  queue->put(1, true, 5ms);
  begin = Clock::now();
  CHECK_THROWS(queue->put(2, true, 5ms), Full, "`put` with a timeout, into a full queue");
  CHECK(Clock::now() - begin >= 5ms, "`put` gave up before its time was over");
  CHECK_EQ(queue->get(true, 5ms), 1, "the item that was handed out");
}

SCENARIO(Queue, AGetWaitsForAPut, interleaving, "`get` waits for an item.") {
  const auto queue = make_queue<int>();
  Threads threads;
  const Thread& getter =
      threads.spawn("getter", [&] { CHECK_EQ(queue->get(), 7, "the item that was handed out"); });
  CHECK_BLOCKED(getter, "`get` from an empty queue returned");
  queue->put(7);
  CHECK_WAKES(getter, "`get` sleeps on although there is an item");
}

SCENARIO(Queue, APutWaitsForRoom, interleaving, "`put` waits while there are `maxsize` items.") {
  const auto queue = make_queue<int>(1);
  queue->put(1);
  Threads threads;
  const Thread& putter = threads.spawn("putter", [&] { queue->put(2); });
  CHECK_BLOCKED(putter, "`put` into a full queue returned");
  CHECK_EQ(queue->qsize(), std::size_t{1}, "`qsize` of a queue for one");
  CHECK_EQ(queue->get(), 1, "the item that was handed out");
  CHECK_WAKES(putter, "`put` sleeps on although there is room");
  CHECK_EQ(queue->get(), 2, "the item that was handed out");
}

SCENARIO(Queue, JoinWaitsUntilAllIsDone, interleaving,
         "`join` returns when every item put has been marked done.") {
  const auto queue = make_queue<int>();
  queue->join();
  queue->put(1);
  queue->put(2);
  CHECK_EQ(queue->unfinished_tasks(), std::size_t{2}, "`unfinished_tasks` after two puts");
  Threads threads;
  const Thread& joiner = threads.spawn("joiner", [&] { queue->join(); });
  queue->get();
  queue->get();
  CHECK_BLOCKED(joiner, "`join` returned when the items were taken, but not marked done");
  queue->task_done();
  CHECK_BLOCKED(joiner, "`join` returned when one of two items was marked done");
  queue->task_done();
  CHECK_WAKES(joiner, "`join` sleeps on although every item was marked done");
  CHECK_THROWS(queue->task_done(), ValueError, "`task_done` once more than items were put");
}

SCENARIO(Queue, AfterAShutdownItIsEmptiedOnly, behaviour,
         "After `shutdown()`, `put` throws `ShutDown`, and `get` does once the queue is empty.") {
  const auto queue = make_queue<int>();
  queue->put(1);
  CHECK(!queue->is_shutdown(), "a queue says that it is shut down, and it is not");
  queue->shutdown();
  CHECK(queue->is_shutdown(), "a queue that is shut down denies it");
  CHECK_THROWS(queue->put(2), ShutDown, "`put` after `shutdown`");
  CHECK_EQ(queue->get(), 1, "the item that was left at the `shutdown`");
  CHECK_THROWS(queue->get(), ShutDown, "`get` from an empty queue after `shutdown`");
}

SCENARIO(Queue, ProducerAndConsumer, interleaving,
         "No item is lost or handed out twice; first in, first out.") {
  const auto queue = make_queue<int>(1);
  Threads threads;
  threads.spawn("producer", [&] {
    for (int item = 0; item < 3; ++item)
      queue->put(item);
  });
  for (int item = 0; item < 3; ++item)
    CHECK_EQ(queue->get(), item, "the item that was handed out");
}

}  // namespace
