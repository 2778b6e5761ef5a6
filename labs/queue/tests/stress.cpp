#include <chrono>
#include <numeric>
#include <vector>

#include "harness/check.hpp"
#include "harness/scenario.hpp"
#include "harness/threads.hpp"
#include "labs/queue/subject.hpp"
#include "threading/errors.hpp"

// Real threads, many items: what no small scenario holds.
namespace {

using namespace std::chrono_literals;
using harness::Threads;
using subject::AnyQueue;
using subject::make_lifo_queue;
using subject::make_priority_queue;
using subject::make_queue;
using threading::Empty;
using threading::ShutDown;

// Two producers and two consumers; every item must come out once.
void every_item_once(AnyQueue<int>& queue) {
  constexpr int kEach = 50;
  std::vector<int> seen(2 * kEach);  // each item's place is written by whoever got the item
  Threads threads;
  threads.start_together(4, [&](int number) {
    for (int i = 0; i < kEach; ++i) {
      if (number < 2)
        queue.put(number * kEach + i);
      else
        ++seen[static_cast<std::size_t>(queue.get())];
    }
  });
  threads.join();
  for (const int count : seen)
    CHECK_EQ(count, 1, "how often an item was handed out");
}

SCENARIO(Queue, ManyThroughANarrowQueue, stress, "No item is lost or handed out twice.") {
  every_item_once(*make_queue<int>(1));
}

SCENARIO(Queue, ManyThroughALifoQueue, stress, "No item is lost or handed out twice.") {
  every_item_once(*make_lifo_queue<int>(3));
}

SCENARIO(Queue, ManyThroughAPriorityQueue, stress, "No item is lost or handed out twice.") {
  every_item_once(*make_priority_queue<int>());
}

SCENARIO(Queue, ImpatientConsumers, stress, "`Empty` where the time is over.") {
  constexpr int kItems = 60;
  const auto queue = make_queue<int>(2);
  std::vector<int> seen(kItems);
  Threads threads;
  threads.start_together(3, [&](int number) {
    if (number == 0) {
      for (int item = 0; item < kItems; ++item)
        queue->put(item);
      queue->shutdown();
      return;
    }
    for (;;) {
      try {
        ++seen[static_cast<std::size_t>(queue->get(true, 10us))];
      } catch (const Empty&) {
        continue;
      } catch (const ShutDown&) {
        return;
      }
    }
  });
  threads.join();
  for (const int count : seen)
    CHECK_EQ(count, 1, "how often an item was handed out");
}

SCENARIO(Queue, WorkersAndAJoiner, stress,
         "`join` returns when every item put has been marked done.") {
  constexpr int kItems = 40;
  const auto queue = make_queue<int>(4);
  std::vector<int> results(kItems);
  Threads threads;
  threads.start_together(2, [&](int) {
    try {
      for (;;) {
        const int item = queue->get();
        results[static_cast<std::size_t>(item)] = item;
        queue->task_done();
      }
    } catch (const ShutDown&) {
      return;
    }
  });
  for (int item = 0; item < kItems; ++item)
    queue->put(item);
  queue->join();
  CHECK_EQ(std::accumulate(results.begin(), results.end(), 0), kItems * (kItems - 1) / 2,
           "the sum of what the workers wrote before `task_done`");
  queue->shutdown();
}

}  // namespace
