#include <algorithm>
#include <array>
#include <climits>
#include <cstddef>
#include <optional>
#include <thread>

#include "harness/check.hpp"
#include "harness/costs.hpp"
#include "harness/gate.hpp"
#include "harness/judge.hpp"
#include "harness/scenario.hpp"
#include "harness/threads.hpp"
#include "harness/unseen.hpp"
#include "labs/pipeline/received.hpp"
#include "labs/pipeline/subject.hpp"

// The corners of the two locks and of the sentinels: several on either side, odd messages,
// back-pressure, a sink that takes its time.
namespace {

using harness::Gate;
using harness::Thread;
using harness::Threads;
using harness::Unseen;
using subject::count_up;
using subject::Received;
using subject::SentinelPipeline;
using subject::TwoLockPipeline;

// ---- Two locks ----

SCENARIO(TwoLockPipeline, SeveralOnEitherSide, interleaving,
         "Any number of threads may set and get; each message is got once.", .schedules = 4000) {
  TwoLockPipeline pipeline;
  Received received(3);
  Threads threads;
  threads.spawn("producer", [&] {
    pipeline.set_message(0);
    pipeline.set_message(1);
  });
  threads.spawn("producer", [&] { pipeline.set_message(2); });
  threads.spawn("consumer", [&] { received.add(pipeline.get_message()); });
  received.add(pipeline.get_message());
  received.add(pipeline.get_message());
  threads.join();
  received.check_each_once();
}

SCENARIO(TwoLockPipeline, TheConsumerSeesWhatTheProducerWrote, interleaving,
         "What precedes `set_message` happens before what follows the `get_message`.") {
  TwoLockPipeline pipeline;
  std::array<int, 2> letters{};
  Threads threads;
  threads.spawn("producer", [&] {
    for (const int number : {0, 1}) {
      letters.at(static_cast<std::size_t>(number)) = number + 1;
      pipeline.set_message(number);
    }
  });
  for (const int number : {0, 1}) {
    CHECK_EQ(pipeline.get_message(), number, "the next message");
    CHECK_EQ(letters.at(static_cast<std::size_t>(number)), number + 1, "what the producer wrote");
  }
}

SCENARIO(TwoLockPipeline, TheProducerSeesThatTheConsumerIsDone, interleaving,
         "What precedes a `get_message` happens before what follows the next `set_message`.") {
  TwoLockPipeline pipeline;
  int desk = 0;
  Threads threads;
  threads.spawn("producer", [&] {
    pipeline.set_message(1);
    pipeline.set_message(2);
    CHECK_EQ(desk, 1, "what the consumer wrote before it got the first message");
  });
  desk = 1;
  CHECK_EQ(pipeline.get_message(), 1, "the first message");
  CHECK_EQ(pipeline.get_message(), 2, "the second message");
}

// ---- Sentinels ----

SCENARIO(SentinelPipeline, TwoProducersAndOneConsumer, interleaving,
         "What one producer sent, comes in its order.", .schedules = 4000) {
  SentinelPipeline pipeline(1, 2, 1);
  Threads threads;
  threads.spawn("producer 1", [&] { pipeline.produce(count_up(0, 2)); });
  threads.spawn("producer 2", [&] { pipeline.produce(count_up(2, 3)); });
  int next = 0;
  int others = 0;
  pipeline.consume([&](int message) {
    if (message == 2)
      ++others;
    else
      CHECK_EQ(message, next++, "the next message of a producer");
  });
  CHECK(next == 2 && others == 1, "a message was lost, or came twice");
}

SCENARIO(SentinelPipeline, OneProducerAndThreeConsumersAtANarrowQueue, interleaving,
         "`consume` returns when all producers have ended and all messages were taken.",
         .schedules = 1500) {
  SentinelPipeline pipeline(1, 1, 3);
  Received received(1);
  Threads threads;
  for (int i = 0; i < 3; ++i)
    threads.spawn("consumer", [&] { pipeline.consume(received.sink()); });
  pipeline.produce(count_up(0, 1));
  threads.join();
  received.check_each_once();
}

SCENARIO(SentinelPipeline, NothingToProduce, interleaving,
         "`consume` returns when all producers have ended and all messages were taken.",
         .schedules = 2000) {
  SentinelPipeline pipeline(1, 1, 2);
  Received received(1);
  Threads threads;
  threads.spawn("consumer 1", [&] { pipeline.consume(received.sink()); });
  threads.spawn("consumer 2", [&] { pipeline.consume(received.sink()); });
  pipeline.produce(count_up(0, 0));
  threads.join();
  received.check_each_once(0);
}

SCENARIO(SentinelPipeline, EveryNumberIsAMessage, behaviour,
         "Every number is a message: none is the end.", .schedules = 1000) {
  constexpr std::array<int, 5> kOdd = {0, -1, INT_MIN, INT_MAX, 1};
  SentinelPipeline pipeline(8, 1, 2);
  std::array<int, kOdd.size()> counts{};
  const auto take = [&](int message) {
    const auto* const found = std::find(kOdd.begin(), kOdd.end(), message);
    CHECK(found != kOdd.end(), "a message that nobody sent");
    ++counts.at(static_cast<std::size_t>(found - kOdd.begin()));
  };
  Threads threads;
  threads.spawn("producer", [&] {
    pipeline.produce([&, given = std::size_t{0}]() mutable {
      return given < kOdd.size() ? std::optional<int>(kOdd.at(given++)) : std::nullopt;
    });
  });
  threads.spawn("consumer", [&] { pipeline.consume(take); });
  pipeline.consume(take);
  threads.join();
  for (const int count : counts)
    CHECK_EQ(count, 1, "how often a message came");
}

SCENARIO(SentinelPipeline, AProducerSleepsAtAFullQueue, behaviour,
         "No more than `maxsize` messages lie in the queue; who waits, sleeps.",
         .schedules = 1000) {
  SentinelPipeline pipeline(2, 1, 2);
  Received received(6);
  Unseen<int> asked;
  Threads threads;
  const Thread& producer = threads.spawn("producer", [&] {
    pipeline.produce([&, source = count_up(0, 6)] {
      asked.set(asked.get() + 1);
      return source();
    });
  });
  CHECK_BLOCKED(producer, "six messages went into a queue for two");
  CHECK(asked.get() <= 3, "the source was asked for more than fit, and one in the hand");
  CHECK(asked.get() >= 2, "the producer waits although there is room");
  CHECK_OTHERS_SLEEP("the producer looks again and again for room, instead of sleeping");
  threads.spawn("consumer", [&] { pipeline.consume(received.sink()); });
  pipeline.consume(received.sink());
  threads.join();
  received.check_each_once();
}

SCENARIO(SentinelPipeline, ConsumersSleepAtAnEmptyQueue, behaviour,
         "A consumer waits for messages until all producers have ended; who waits, sleeps.",
         .schedules = 1000) {
  SentinelPipeline pipeline(2, 2, 1);
  Received received(2);
  Threads threads;
  const Thread& consumer = threads.spawn("consumer", [&] { pipeline.consume(received.sink()); });
  CHECK_BLOCKED(consumer, "`consume` returned before anything was produced");
  CHECK_OTHERS_SLEEP("the consumer looks again and again, instead of sleeping");
  threads.spawn("producer", [&] { pipeline.produce(count_up(0, 1)); });
  CHECK_BLOCKED(consumer, "`consume` returned, and one of two producers has not come yet");
  pipeline.produce(count_up(1, 2));
  CHECK_WAKES(consumer, "`consume` sleeps on although both producers have ended");
  threads.join();
  received.check_each_once();
}

SCENARIO(SentinelPipeline, ASlowSinkHoldsUpNobodyElse, behaviour,
         "A consumer that is busy with one message holds up no other.", .schedules = 1000) {
  SentinelPipeline pipeline(8, 1, 2);
  Gate gate;
  Unseen<int> done;
  Threads threads;
  threads.spawn("producer", [&] { pipeline.produce(count_up(0, 3)); });
  const Thread& slow = threads.spawn(
      "slow consumer", [&] { pipeline.consume([&](int /*message*/) { gate.pass(); }); });
  harness::settle();
  const Thread& quick = threads.spawn("quick consumer", [&] {
    pipeline.consume([&](int /*message*/) { done.set(done.get() + 1); });
  });
  CHECK_WAKES(quick, "one consumer is busy, and the other cannot go on");
  CHECK_EQ(done.get(), 2, "how many messages the other consumer took");
  CHECK_BLOCKED(slow, "`consume` returned while its sink was at work");
  gate.open();
}

}  // namespace
