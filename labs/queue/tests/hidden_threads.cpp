#include <array>
#include <chrono>
#include <cstddef>
#include <thread>

#include "harness/check.hpp"
#include "harness/judge.hpp"
#include "harness/scenario.hpp"
#include "harness/threads.hpp"
#include "harness/unseen.hpp"
#include "labs/queue/subject.hpp"
#include "threading/errors.hpp"

// Several threads: wake-ups that must not be lost, items that must not be, and who counts when.
namespace {

using namespace std::chrono_literals;
using harness::Thread;
using harness::Threads;
using harness::Unseen;
using subject::AnyQueue;
using subject::make_lifo_queue;
using subject::make_priority_queue;
using subject::make_queue;
using threading::Empty;
using threading::Full;

// ---- Everyone who can go on does ----

void two_getters_two_puts(AnyQueue<int>& queue) {
  Threads threads;
  std::array<Unseen<int>, 2> items;
  Thread& first = threads.spawn("first getter", [&] { items[0].set(queue.get()); });
  Thread& second = threads.spawn("second getter", [&] { items[1].set(queue.get()); });
  CHECK_BLOCKED(first, "`get` from an empty queue returned");
  CHECK_BLOCKED(second, "`get` from an empty queue returned");
  queue.put(1);
  queue.put(2);
  CHECK_WAKES(first, "of two getters one sleeps on, although two items were put");
  CHECK_WAKES(second, "of two getters one sleeps on, although two items were put");
  CHECK_EQ(items[0].get() + items[1].get(), 3, "the sum of the items that two getters got");
}

SCENARIO(Queue, TwoPutsWakeTwoGetters, interleaving, "`get` waits for an item.") {
  two_getters_two_puts(*make_queue<int>());
}

SCENARIO(Queue, TwoPutsWakeTwoGettersOfALifoQueue, interleaving, "`get` waits for an item.") {
  two_getters_two_puts(*make_lifo_queue<int>(2));
}

SCENARIO(Queue, TwoPutsWakeTwoGettersOfAPriorityQueue, interleaving, "`get` waits for an item.") {
  two_getters_two_puts(*make_priority_queue<int>());
}

void two_putters_two_gets(AnyQueue<int>& queue) {
  queue.put(1);
  queue.put(2);
  Threads threads;
  Thread& first = threads.spawn("first putter", [&] { queue.put(3); });
  Thread& second = threads.spawn("second putter", [&] { queue.put(4); });
  CHECK_BLOCKED(first, "`put` into a full queue returned");
  CHECK_BLOCKED(second, "`put` into a full queue returned");
  int sum = queue.get() + queue.get();
  CHECK_WAKES(first, "of two putters one sleeps on, although two items were taken");
  CHECK_WAKES(second, "of two putters one sleeps on, although two items were taken");
  sum += queue.get() + queue.get();
  CHECK_EQ(sum, 10, "the sum of the items that were handed out");
}

SCENARIO(Queue, TwoGetsWakeTwoPutters, interleaving, "`put` waits for room.") {
  two_putters_two_gets(*make_queue<int>(2));
}

SCENARIO(Queue, TwoGetsWakeTwoPuttersOfALifoQueue, interleaving, "`put` waits for room.") {
  two_putters_two_gets(*make_lifo_queue<int>(2));
}

SCENARIO(Queue, TwoGetsWakeTwoPuttersOfAPriorityQueue, interleaving, "`put` waits for room.") {
  two_putters_two_gets(*make_priority_queue<int>(2));
}

SCENARIO(Queue, OneGetWakesOnePutter, interleaving,
         "`put` waits while there are `maxsize` items.") {
  const auto queue = make_queue<int>(1);
  queue->put(0);
  Threads threads;
  Thread& first = threads.spawn("first putter", [&] { queue->put(1); });
  Thread& second = threads.spawn("second putter", [&] { queue->put(2); });
  CHECK_BLOCKED(first, "`put` into a full queue returned");
  queue->get();
  harness::let_finish(first);
  harness::let_finish(second);
  if (!second.returned()) CHECK_WAKES(first, "two putters sleep on although there is room");
  CHECK(!first.returned() || !second.returned(), "two puts went into room for one");
  CHECK_EQ(queue->qsize(), std::size_t{1}, "`qsize` of a queue for one");
  queue->get();
}

SCENARIO(Queue, TwoProducersAndTwoConsumersShareOnePlace, interleaving,
         "No item is lost or handed out twice.") {
  const auto queue = make_queue<int>(1);
  Threads threads;
  std::array<Unseen<int>, 2> items;
  threads.start_together(4, [&](int number) {
    if (number < 2)
      items[static_cast<std::size_t>(number)].set(queue->get());
    else
      queue->put(number);
  });
  threads.join();
  CHECK_EQ(items[0].get() + items[1].get(), 5, "the sum of the items put by two and got by two");
  CHECK(queue->empty(), "as many items were taken as put, and some are left");
}

SCENARIO(Queue, OneConsumerAndTwoProducersThroughOnePlace, interleaving,
         "No item is lost or handed out twice.") {
  const auto queue = make_queue<int>(1);
  Threads threads;
  threads.spawn("one", [&] {
    queue->put(1);
    queue->put(2);
  });
  threads.spawn("ten", [&] { queue->put(10); });
  int sum = 0;
  int last_of_one = 0;
  for (int i = 0; i < 3; ++i) {
    const int item = queue->get();
    sum += item;
    if (item == 10) continue;
    CHECK(item > last_of_one, "two items of one producer came in the wrong order");
    last_of_one = item;
  }
  CHECK_EQ(sum, 13, "the sum of the items put by two and got by one");
}

SCENARIO(Queue, GettersCompeteForOneItem, interleaving, "No item is lost or handed out twice.") {
  const auto queue = make_queue<int>();
  Threads threads;
  threads.start_together(2, [&](int) { CHECK(queue->get() > 0, "an item that nobody put"); });
  queue->put(1);
  CHECK(queue->qsize() <= 1, "`qsize` after one put");
  queue->put(2);
  threads.join();
}

SCENARIO(Queue, OneThreadSeesWhatAnotherPut, interleaving,
         "What was written before a `put` is seen after the `get` of its item.") {
  const auto queue = make_queue<int>();
  int written = 0;
  Threads threads;
  threads.spawn("writer", [&] {
    written = 42;
    queue->put(1);
  });
  queue->get();
  CHECK_EQ(written, 42, "what was written before the `put`");
}

// Each question alone, since one that is asked rightly would make good for the next.
template <class Ask>
void asked_meanwhile(Ask ask) {
  const auto queue = make_queue<int>(1);
  Threads threads;
  threads.spawn("putter", [&] {
    queue->put(1);
    queue->shutdown();
  });
  ask(*queue);
  threads.join();
  CHECK(queue->full() && queue->is_shutdown(), "what was put or shut down is not to be seen");
}

constexpr auto kAskSentence =
    "Any thread may ask `qsize`, `empty`, `full`, `unfinished_tasks` and `is_shutdown`.";

SCENARIO(Queue, NobodyNeedsALockToAskHowMany, interleaving, kAskSentence, .weight = 0.5) {
  asked_meanwhile(
      [](AnyQueue<int>& queue) { CHECK(queue.qsize() <= 1, "a queue for one counts more"); });
}

SCENARIO(Queue, NobodyNeedsALockToAskWhetherItIsEmpty, interleaving, kAskSentence, .weight = 0.5) {
  asked_meanwhile([](AnyQueue<int>& queue) {
    if (!queue.empty()) CHECK(queue.full(), "a queue for one is neither empty nor full");
  });
}

SCENARIO(Queue, NobodyNeedsALockToAskWhetherItIsFull, interleaving, kAskSentence, .weight = 0.5) {
  asked_meanwhile([](AnyQueue<int>& queue) {
    if (queue.full()) CHECK(!queue.empty(), "a queue that was full is empty, and nobody took");
  });
}

SCENARIO(Queue, NobodyNeedsALockToAskWhatIsUnfinished, interleaving, kAskSentence, .weight = 0.5) {
  asked_meanwhile([](AnyQueue<int>& queue) {
    CHECK(queue.unfinished_tasks() <= 1, "a queue for one counts more");
  });
}

SCENARIO(Queue, NobodyNeedsALockToAskWhetherItIsShutDown, interleaving, kAskSentence,
         .weight = 0.5) {
  asked_meanwhile([](AnyQueue<int>& queue) {
    if (queue.is_shutdown())
      CHECK(queue.full(), "what came before the `shutdown` is not to be seen");
  });
}

// ---- Time ----

SCENARIO(Queue, ATimedGetAndAPut, interleaving, "`Empty` where the time is over.") {
  const auto queue = make_queue<int>();
  Threads threads;
  threads.spawn("putter", [&] { queue->put(1); });
  bool got = false;
  try {
    got = queue->get(true, 5ms) == 1;
    CHECK(got, "an item that nobody put");
  } catch (const Empty&) {
    // Too late for this one: the item must still be there.
  }
  threads.join();
  CHECK_EQ(queue->qsize(), std::size_t{got ? 0U : 1U}, "`qsize` after one put and a timed get");
}

// Whoever is woken for something at the very end of its time takes it, or another is woken.
SCENARIO(Queue, AWakeUpAtTheDeadlineIsNotSwallowed, interleaving,
         "No item is lost: a getter that throws `Empty` leaves it to another.") {
  const auto queue = make_queue<int>();
  Threads threads;
  threads.spawn("timed getter", [&] {
    try {
      queue->get(true, 5ms);
      queue->put(1);
    } catch (const Empty&) {
    }
  });
  harness::settle();  // it is the first in line
  threads.spawn("getter", [&] { queue->get(); });
  harness::settle();
  queue->put(1);
  std::this_thread::sleep_for(10ms);
}

SCENARIO(Queue, RoomAtTheDeadlineIsNotSwallowed, interleaving,
         "No room is lost: a putter that throws `Full` leaves it to another.") {
  const auto queue = make_queue<int>(1);
  queue->put(0);
  Threads threads;
  threads.spawn("timed putter", [&] {
    try {
      queue->put(1, true, 5ms);
      queue->get();
    } catch (const Full&) {
    }
  });
  harness::settle();  // it is the first in line
  threads.spawn("putter", [&] { queue->put(2); });
  harness::settle();
  queue->get();
  std::this_thread::sleep_for(10ms);
}

SCENARIO(Queue, AGetterWhoseTimeIsOverSwallowsNothing, interleaving,
         "No item is lost: a getter that throws `Empty` leaves it to another.") {
  const auto queue = make_queue<int>();
  Threads threads;
  Unseen<bool> gave_up;
  Thread& timed = threads.spawn("timed getter", [&] {
    try {
      queue->get(true, 5ms);
    } catch (const Empty&) {
      gave_up.set(true);
    }
  });
  harness::settle();
  Thread& patient = threads.spawn("patient getter", [&] { queue->get(); });
  CHECK_BLOCKED(patient, "`get` from an empty queue returned");
  std::this_thread::sleep_for(5ms);
  queue->put(1);
  harness::let_finish(timed);
  harness::let_finish(patient);
  if (gave_up.get()) {
    CHECK_WAKES(patient, "one getter gave up, the other sleeps on beside an item");
  } else if (patient.returned()) {
    queue->put(2);
  } else {
    CHECK_WAKES(timed, "two getters sleep on beside an item");
    queue->put(2);
  }
}

SCENARIO(Queue, APutterWhoseTimeIsOverSwallowsNothing, interleaving,
         "A putter that throws `Full` leaves the room to another.") {
  const auto queue = make_queue<int>(1);
  queue->put(0);
  Threads threads;
  Unseen<bool> gave_up;
  Thread& timed = threads.spawn("timed putter", [&] {
    try {
      queue->put(1, true, 5ms);
    } catch (const Full&) {
      gave_up.set(true);
    }
  });
  harness::settle();
  Thread& patient = threads.spawn("patient putter", [&] { queue->put(2); });
  CHECK_BLOCKED(patient, "`put` into a full queue returned");
  std::this_thread::sleep_for(5ms);
  queue->get();
  harness::let_finish(timed);
  harness::let_finish(patient);
  CHECK_EQ(queue->qsize(), std::size_t{1}, "`qsize` when one of two putters got room for one");
  if (gave_up.get()) {
    CHECK_WAKES(patient, "one putter gave up, the other sleeps on beside room");
  } else {
    queue->get();
  }
}

// ---- task_done and join ----

SCENARIO(Queue, AnItemIsCountedBeforeItIsHandedOut, interleaving,
         "`task_done` more often than items were put: `ValueError`.") {
  const auto queue = make_queue<int>();
  Threads threads;
  threads.spawn("consumer", [&] {
    queue->get();
    queue->task_done();
  });
  queue->put(1);
  queue->join();
  CHECK_EQ(queue->unfinished_tasks(), std::size_t{0}, "`unfinished_tasks` after `join`");
}

SCENARIO(Queue, JoinFreesEveryJoiner, interleaving,
         "`join` returns when every item put has been marked done.") {
  const auto queue = make_queue<int>();
  queue->put(1);
  Threads threads;
  Thread& first = threads.spawn("first joiner", [&] { queue->join(); });
  Thread& second = threads.spawn("second joiner", [&] { queue->join(); });
  CHECK_BLOCKED(first, "`join` returned although an item is not marked done");
  CHECK_BLOCKED(second, "`join` returned although an item is not marked done");
  queue->task_done();
  CHECK_WAKES(first, "one of two joiners sleeps on although all is done");
  CHECK_WAKES(second, "one of two joiners sleeps on although all is done");
}

SCENARIO(Queue, JoinWaitsForLatePutsToo, interleaving,
         "`join` returns when every item put has been marked done.") {
  const auto queue = make_queue<int>();
  queue->put(1);
  Threads threads;
  Thread& joiner = threads.spawn("joiner", [&] { queue->join(); });
  CHECK_BLOCKED(joiner, "`join` returned although an item is not marked done");
  queue->put(2);
  queue->task_done();
  CHECK_BLOCKED(joiner, "`join` returned although an item put meanwhile is not marked done");
  queue->task_done();
  CHECK_WAKES(joiner, "`join` sleeps on although every item was marked done");
}

// Who waits for another thing is not to be woken in a getter's or a putter's place.
SCENARIO(Queue, AJoinerKeepsNoPutterAsleep, interleaving, "`put` waits for room.") {
  const auto queue = make_queue<int>(1);
  queue->put(1);
  Threads threads;
  const Thread& joiner = threads.spawn("joiner", [&] { queue->join(); });
  CHECK_BLOCKED(joiner, "`join` returned although an item is not marked done");
  const Thread& putter = threads.spawn("putter", [&] { queue->put(2); });
  CHECK_BLOCKED(putter, "`put` into a full queue returned");
  queue->get();
  CHECK_WAKES(putter, "`put` sleeps on although there is room");
  queue->task_done();
  queue->task_done();
}

SCENARIO(Queue, AJoinerKeepsNoGetterAsleep, interleaving, "`get` waits for an item.") {
  const auto queue = make_queue<int>();
  queue->put(1);
  queue->get();
  Threads threads;
  const Thread& joiner = threads.spawn("joiner", [&] { queue->join(); });
  CHECK_BLOCKED(joiner, "`join` returned although an item is not marked done");
  const Thread& getter = threads.spawn("getter", [&] { queue->get(); });
  CHECK_BLOCKED(getter, "`get` from an empty queue returned");
  queue->put(2);
  CHECK_WAKES(getter, "`get` sleeps on although there is an item");
  queue->task_done();
  queue->task_done();
}

SCENARIO(Queue, TwoWorkersMarkTheirItemsDone, interleaving,
         "`join` returns when every item put has been marked done.") {
  const auto queue = make_queue<int>();
  int results[2] = {};
  queue->put(0);
  queue->put(1);
  Threads threads;
  threads.start_together(2, [&](int) {
    const int item = queue->get();
    results[item] = item + 1;
    queue->task_done();
  });
  queue->join();
  CHECK_EQ(results[0] + results[1], 3, "what the workers had written before `task_done`");
}

SCENARIO(Queue, PutAndJoinByEachProducer, interleaving,
         "`join` returns when every item put has been marked done.") {
  const auto queue = make_queue<int>(1);
  Threads threads;
  threads.start_together(2, [&](int number) {
    queue->put(number);
    queue->join();
  });
  for (int i = 0; i < 2; ++i) {
    queue->get();
    queue->task_done();
  }
  threads.join();
}

}  // namespace
