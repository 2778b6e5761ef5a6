#include <algorithm>
#include <memory>
#include <vector>

#include "harness/check.hpp"
#include "harness/scenario.hpp"
#include "harness/threads.hpp"
#include "harness/unseen.hpp"
#include "labs/queue/subject.hpp"
#include "threading/errors.hpp"

// "No item is lost or handed out twice, whatever throws": items that may only be moved, and whose
// moves and comparisons throw.
namespace {

using harness::Thread;
using harness::Threads;
using harness::Unseen;
using subject::AnyQueue;
using subject::Brittle;
using subject::Broken;
using subject::make_lifo_queue;
using subject::make_priority_queue;
using subject::make_queue;
using threading::Empty;
using Queues = std::unique_ptr<AnyQueue<Brittle>>;

constexpr auto kSentence = "No item is lost or handed out twice, whatever throws.";
constexpr int kMostOperations = 24;  // on items, that any one call could do here

// By call and not by address: the tests are listed without a submission.
Queues fifo(std::size_t maxsize) {
  return make_queue<Brittle>(maxsize);
}
Queues lifo(std::size_t maxsize) {
  return make_lifo_queue<Brittle>(maxsize);
}
Queues priority(std::size_t maxsize) {
  return make_priority_queue<Brittle>(maxsize);
}

// All that is left, in the order in which it comes.
std::vector<int> drain(AnyQueue<Brittle>& queue) {
  std::vector<int> items;
  while (!queue.empty())
    items.push_back(queue.get_nowait().value());
  return items;
}

// A put that fails at the nth thing that it does to an item leaves what was there, and no more.
void put_that_throws(Queues (*make)(std::size_t), const std::vector<int>& order) {
  for (int nth = 1; nth <= kMostOperations; ++nth) {
    const auto queue = make(0);
    for (const int item : {4, 2, 6, 3})
      queue->put(Brittle(item));
    bool thrown = false;
    Brittle::break_at(nth);
    try {
      queue->put(Brittle(1));
    } catch (const Broken&) {
      thrown = true;
    }
    Brittle::break_at(0);
    const std::size_t count = thrown ? 4 : 5;
    CHECK_EQ(queue->qsize(), count, "`qsize` after a put of an item that may throw");
    CHECK_EQ(queue->unfinished_tasks(), count, "`unfinished_tasks` after a put that may throw");
    std::vector<int> expected = order;
    if (thrown) expected.erase(std::find(expected.begin(), expected.end(), 1));
    CHECK(drain(*queue) == expected, "a put that threw left the queue with other items in it");
    if (!thrown) return;
  }
}

SCENARIO(Queue, APutThatThrowsChangesNothing, behaviour, kSentence) {
  put_that_throws(fifo, {4, 2, 6, 3, 1});
}

SCENARIO(Queue, ALifoPutThatThrowsChangesNothing, behaviour, kSentence) {
  put_that_throws(lifo, {1, 3, 6, 2, 4});
}

SCENARIO(Queue, APriorityPutThatThrowsChangesNothing, behaviour, kSentence) {
  put_that_throws(priority, {1, 2, 3, 4, 6});
}

// What a get does to items in all.
int operations_of_a_get(Queues (*make)(std::size_t)) {
  const auto queue = make(0);
  for (const int item : {4, 2, 6, 1, 3})
    queue->put(Brittle(item));
  constexpr int kMany = 1000;
  Brittle::break_at(kMany);
  queue->get();
  const int operations = kMany - Brittle::left();
  Brittle::break_at(0);
  return operations;
}

// A get that fails at the nth thing that it does to an item leaves the item to the next one. The
// last of several is not tried: it may be the move that `return item;` is to one compiler and not
// to another.
void get_that_throws(Queues (*make)(std::size_t), const std::vector<int>& order) {
  const int operations = operations_of_a_get(make);
  for (int nth = 1; nth == 1 || nth < operations; ++nth) {
    const auto queue = make(0);
    for (const int item : {4, 2, 6, 1, 3})
      queue->put(Brittle(item));
    std::vector<int> items;
    Brittle::break_at(nth);
    try {
      items.push_back(queue->get().value());
    } catch (const Broken&) {
      CHECK_EQ(queue->qsize(), std::size_t{5}, "`qsize` after a get that threw");
    }
    Brittle::break_at(0);
    for (const int item : drain(*queue))
      items.push_back(item);
    CHECK(items == order, "after a get that threw, items are missing, doubled or out of order");
    CHECK_EQ(queue->unfinished_tasks(), std::size_t{5},
             "`unfinished_tasks` after a get that threw");
  }
}

SCENARIO(Queue, AGetThatThrowsLosesNothing, behaviour, kSentence) {
  get_that_throws(fifo, {4, 2, 6, 1, 3});
}

SCENARIO(Queue, ALifoGetThatThrowsLosesNothing, behaviour, kSentence) {
  get_that_throws(lifo, {3, 1, 6, 2, 4});
}

SCENARIO(Queue, APriorityGetThatThrowsLosesNothing, behaviour, kSentence) {
  get_that_throws(priority, {1, 2, 3, 4, 6});
}

SCENARIO(Queue, AFullQueueStaysRightWhenItemsThrow, behaviour, kSentence) {
  for (int nth = 1; nth <= kMostOperations; ++nth) {
    const auto queue = make_queue<Brittle>(2);
    queue->put(Brittle(1));
    bool thrown = false;
    Brittle::break_at(nth);
    try {
      queue->put_nowait(Brittle(2));
      queue->get_nowait();
      queue->put(Brittle(3));
    } catch (const Broken&) {
      thrown = true;
    }
    Brittle::break_at(0);
    const std::size_t before = queue->qsize();
    CHECK(before <= 2, "a queue for two holds more than two");
    CHECK_EQ(queue->full(), before == 2, "`full` of a queue in which an item threw");
    CHECK_EQ(drain(*queue).size(), before, "the number of items that a queue handed out");
    if (!thrown) return;
  }
}

// ---- A thread that throws was woken for something ----

SCENARIO(Queue, AGetterThatThrowsLeavesItsItemToAnother, interleaving, kSentence) {
  const auto queue = make_queue<Brittle>();
  Threads threads;
  Unseen<bool> threw;
  const Thread& clumsy = threads.spawn("clumsy", [&] {
    Brittle::break_at(1);
    try {
      queue->get();
    } catch (const Broken&) {
      threw.set(true);  // and the item must still be there
    }
  });
  CHECK_BLOCKED(clumsy, "`get` from an empty queue returned");
  const Thread& other = threads.spawn("other", [&] { queue->get(); });
  CHECK_BLOCKED(other, "`get` from an empty queue returned");
  queue->put(Brittle(1));
  harness::let_finish(clumsy);
  if (threw.get()) {
    harness::let_finish(other);
    CHECK(other.returned() || !queue->empty(), "a getter failed to take an item, and it is gone");
    CHECK_WAKES(other, "a getter sleeps on beside an item that another one failed to take");
  } else {
    if (!clumsy.returned()) CHECK_WAKES(other, "two getters sleep on beside an item");
    queue->put(Brittle(2));
  }
}

SCENARIO(Queue, AGetterThatWaitedAndThrowsLosesNothing, interleaving, kSentence) {
  const auto queue = make_queue<Brittle>();
  Threads threads;
  Unseen<bool> threw;
  Thread& clumsy = threads.spawn("clumsy", [&] {
    Brittle::break_at(1);
    try {
      queue->get();
    } catch (const Broken&) {
      threw.set(true);
    }
  });
  CHECK_BLOCKED(clumsy, "`get` from an empty queue returned");
  queue->put(Brittle(1));
  clumsy.join();
  CHECK_EQ(queue->qsize(), std::size_t{threw.get() ? 1U : 0U},
           "`qsize` when the only getter had thrown, or had not");
  if (threw.get()) CHECK_EQ(queue->get().value(), 1, "the item that another failed to take");
}

// The putter's first move is into `put`'s argument; the ones after that are the queue's own.
void putter_that_throws(int nth) {
  const auto queue = make_queue<Brittle>(1);
  queue->put(Brittle(0));
  Threads threads;
  const Thread& clumsy = threads.spawn("clumsy", [&queue, nth] {
    Brittle::break_at(nth);
    try {
      queue->put(Brittle(1));
    } catch (const Broken&) {
      // The room is still there.
    }
    Brittle::break_at(0);
  });
  harness::settle();
  const Thread& other = threads.spawn("other", [&queue] { queue->put(Brittle(2)); });
  CHECK_BLOCKED(other, "`put` into a full queue returned");
  queue->get();
  while (!clumsy.returned() || !other.returned()) {
    harness::let_finish(clumsy);
    harness::let_finish(other);
    if (clumsy.returned() && other.returned()) break;
    if (queue->empty())
      CHECK_WAKES(clumsy.returned() ? other : clumsy,
                  "a putter sleeps on beside room that another one failed to use");
    queue->get_nowait();
  }
}

SCENARIO(Queue, APutterThatThrowsLeavesItsRoomToAnother, interleaving, kSentence) {
  putter_that_throws(2);
}

SCENARIO(Queue, APutterThatThrowsLateLeavesItsRoomToAnother, interleaving, kSentence) {
  putter_that_throws(3);
}

SCENARIO(Queue, AJoinIsNotHeldUpByAPutThatThrew, interleaving,
         "`join` returns when every item put has been marked done.") {
  const auto queue = make_priority_queue<Brittle>();
  queue->put(Brittle(1));
  Threads threads;
  threads.spawn("joiner", [&] { queue->join(); });
  threads.spawn("putter", [&] {
    Brittle::break_at(2);
    try {
      queue->put(Brittle(2));
    } catch (const Broken&) {
      return;
    }
    queue->task_done();
  });
  queue->get();
  queue->task_done();
  threads.join();
}

}  // namespace
