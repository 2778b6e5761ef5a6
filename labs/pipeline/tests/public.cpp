#include <array>
#include <cstddef>

#include "harness/check.hpp"
#include "harness/costs.hpp"
#include "harness/gate.hpp"
#include "harness/scenario.hpp"
#include "harness/threads.hpp"
#include "labs/pipeline/received.hpp"
#include "labs/pipeline/subject.hpp"

// What a student may read before changing a line: what each of the four pipelines promises.
namespace {

using harness::Gate;
using harness::Thread;
using harness::Threads;
using subject::count_up;
using subject::DaemonPipeline;
using subject::Received;
using subject::SentinelPipeline;
using subject::StoppablePipeline;
using subject::TwoLockPipeline;

// ---- Two locks ----

SCENARIO(TwoLockPipeline, EachMessageOnceAndInOrder, interleaving,
         "`get_message` takes what `set_message` put down, once and in order.") {
  TwoLockPipeline pipeline;
  Threads threads;
  threads.spawn("producer", [&] {
    for (int message = 1; message <= 3; ++message)
      pipeline.set_message(message);
  });
  for (int message = 1; message <= 3; ++message)
    CHECK_EQ(pipeline.get_message(), message, "the next message");
}

SCENARIO(TwoLockPipeline, GetSleepsUntilThereIsAMessage, behaviour,
         "`get_message` waits until there is a message; who waits, sleeps.") {
  TwoLockPipeline pipeline;
  Threads threads;
  const Thread& consumer = threads.spawn(
      "consumer", [&] { CHECK_EQ(pipeline.get_message(), 7, "the message that was got"); });
  CHECK_BLOCKED(consumer, "`get_message` returned before a message was set");
  CHECK_OTHERS_SLEEP("`get_message` looks again and again, instead of sleeping");
  pipeline.set_message(7);
  CHECK_WAKES(consumer, "`get_message` sleeps on although there is a message");
}

SCENARIO(TwoLockPipeline, SetSleepsUntilTheLastOneWasTaken, behaviour,
         "`set_message` waits until the last message was taken; who waits, sleeps.") {
  TwoLockPipeline pipeline;
  pipeline.set_message(1);
  Threads threads;
  const Thread& producer = threads.spawn("producer", [&] { pipeline.set_message(2); });
  CHECK_BLOCKED(producer, "`set_message` returned, and the last message was not taken");
  CHECK_OTHERS_SLEEP("`set_message` looks again and again, instead of sleeping");
  CHECK_EQ(pipeline.get_message(), 1, "the first message");
  CHECK_WAKES(producer, "`set_message` sleeps on although the last message was taken");
  CHECK_EQ(pipeline.get_message(), 2, "the second message");
}

// ---- Sentinels ----

SCENARIO(SentinelPipeline, OneProducerAndTwoConsumers, interleaving,
         "`consume` returns when all producers have ended and all messages were taken.",
         .schedules = 4000) {
  SentinelPipeline pipeline(2, 1, 2);
  Received received(2);
  Threads threads;
  threads.spawn("consumer 1", [&] { pipeline.consume(received.sink()); });
  threads.spawn("consumer 2", [&] { pipeline.consume(received.sink()); });
  pipeline.produce(count_up(0, 2));
  threads.join();
  received.check_each_once();
}

SCENARIO(SentinelPipeline, ThreeProducersAndThreeConsumers, interleaving,
         "Every message reaches one consumer, once.", .weight = 0.5, .schedules = 1500) {
  SentinelPipeline pipeline(2, 3, 3);
  Received received(4);
  Threads threads;
  for (int i = 0; i < 3; ++i)
    threads.spawn("consumer", [&] { pipeline.consume(received.sink()); });
  threads.spawn("producer", [&] { pipeline.produce(count_up(0, 2)); });
  threads.spawn("producer", [&] { pipeline.produce(count_up(2, 3)); });
  pipeline.produce(count_up(3, 4));
  threads.join();
  received.check_each_once();
}

// ---- Stop ----

SCENARIO(StoppablePipeline, WhatWasProducedIsConsumed, interleaving,
         "Every message that the source gave reaches the sink, before `stop` and after.",
         .schedules = 4000) {
  StoppablePipeline pipeline(1);
  Received received(4);
  int produced = 0;
  Threads threads;
  threads.spawn("producer", [&] {
    pipeline.produce([&] {
      if (produced == 1) pipeline.stop();
      return produced++;
    });
  });
  threads.spawn("consumer", [&] { pipeline.consume(received.sink()); });
  threads.join();
  CHECK(produced <= 3, "after `stop` the source was asked more than once");
  received.check_each_once(produced);
}

SCENARIO(StoppablePipeline, AProducerAtAFullQueueEndsToo, behaviour,
         "After `stop`, `produce` and `consume` return; nothing is lost.", .schedules = 1000) {
  StoppablePipeline pipeline(1);
  Received received(4);
  int produced = 0;
  Threads threads;
  const Thread& producer =
      threads.spawn("producer", [&] { pipeline.produce([&] { return produced++; }); });
  CHECK_BLOCKED(producer, "`produce` returned before it was stopped");
  CHECK_OTHERS_SLEEP("the producer looks again and again for room, instead of sleeping");
  pipeline.stop();
  pipeline.consume(received.sink());
  CHECK_WAKES(producer, "`produce` sleeps on at the queue, and the consumer has left");
  threads.join();
  CHECK(produced <= 3, "after `stop` the source was asked more than once");
  received.check_each_once(produced);
}

// ---- Daemons ----

SCENARIO(DaemonPipeline, JoinWaitsForTheWorkAndNotForTheQueue, interleaving,
         "`join` returns when the sink has returned for every message put.", .schedules = 4000) {
  std::array<int, 2> results{};
  DaemonPipeline pipeline(
      2, 2, [&](int message) { results.at(static_cast<std::size_t>(message)) = message + 1; });
  pipeline.put(0);
  pipeline.put(1);
  pipeline.join();
  CHECK_EQ(results[0] + results[1], 3, "what the consumers had written");
}

SCENARIO(DaemonPipeline, PutSleepsUntilThereIsRoom, behaviour,
         "`put` waits while there are `maxsize` messages; who waits, sleeps.", .schedules = 1000) {
  Gate gate;
  Received received(3);
  DaemonPipeline pipeline(1, 1, [&](int message) {
    gate.pass();
    received.add(message);
  });
  Threads threads;
  const Thread& early = threads.spawn("producer", [&] { pipeline.put(0); });
  CHECK_RETURNED(early, "`put` waits although there is room");
  const Thread& second = threads.spawn("producer", [&] { pipeline.put(1); });
  CHECK_RETURNED(second, "`put` waits although there is room");
  const Thread& third = threads.spawn("producer", [&] { pipeline.put(2); });
  CHECK_BLOCKED(third, "`put` returned although there was no room");
  CHECK_OTHERS_SLEEP("a thread looks again and again, instead of sleeping");
  gate.open(3);
  CHECK_WAKES(third, "`put` sleeps on although there is room");
  pipeline.join();
  received.check_each_once();
}

}  // namespace
