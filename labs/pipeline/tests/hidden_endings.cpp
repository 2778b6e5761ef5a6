#include <array>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <utility>

#include "harness/check.hpp"
#include "harness/costs.hpp"
#include "harness/gate.hpp"
#include "harness/judge.hpp"
#include "harness/scenario.hpp"
#include "harness/threads.hpp"
#include "harness/unseen.hpp"
#include "labs/pipeline/received.hpp"
#include "labs/pipeline/subject.hpp"

// The corners of the pipelines that have to be ended: by a stop, or by being left alone.
namespace {

using harness::Gate;
using harness::Thread;
using harness::Threads;
using harness::Unseen;
using subject::DaemonPipeline;
using subject::Received;
using subject::Sink;
using subject::StoppablePipeline;

// ---- Stop ----

// The source stops it, too, but later: so that it ends even where the stop is not heard.
SCENARIO(StoppablePipeline, StopAtAnyMoment, interleaving,
         "`stop` may be called by any thread at any moment; nothing is lost.", .schedules = 4000) {
  StoppablePipeline pipeline(1);
  Received received(5);
  int produced = 0;
  Threads threads;
  threads.spawn("producer", [&] {
    pipeline.produce([&] {
      if (produced == 2) pipeline.stop();
      return produced++;
    });
  });
  threads.spawn("consumer", [&] { pipeline.consume(received.sink()); });
  pipeline.stop();
  threads.join();
  received.check_each_once(produced);
}

SCENARIO(StoppablePipeline, TheSinkMayStopIt, interleaving,
         "The source and the sink may call `stop`.", .schedules = 3000) {
  constexpr int kMany = 20;
  StoppablePipeline pipeline(1);
  Received received(kMany);
  int produced = 0;
  Threads threads;
  threads.spawn("producer", [&] {
    pipeline.produce([&] {
      CHECK(produced < kMany, "after `stop` the producer goes on and on");
      return produced++;
    });
  });
  threads.spawn("consumer", [&] {
    pipeline.consume([&](int message) {
      received.add(message);
      pipeline.stop();
    });
  });
  threads.join();
  received.check_each_once(produced);
}

SCENARIO(StoppablePipeline, TheConsumerSleepsAtAnEmptyQueue, behaviour,
         "Who waits, sleeps: no spinning, no sleeping and polling.", .schedules = 1000) {
  StoppablePipeline pipeline(2);
  Received received(3);
  Gate gate;
  int produced = 0;
  Threads threads;
  const Thread& consumer = threads.spawn("consumer", [&] { pipeline.consume(received.sink()); });
  CHECK_BLOCKED(consumer, "`consume` returned before it was stopped");
  CHECK_OTHERS_SLEEP("the consumer looks again and again, instead of sleeping");
  threads.spawn("producer", [&] {
    pipeline.produce([&] {
      gate.pass();
      return produced++;
    });
  });
  gate.open();
  CHECK_BLOCKED(consumer, "`consume` returned before it was stopped");
  CHECK_OTHERS_SLEEP("the consumer looks again and again, instead of sleeping");
  pipeline.stop();
  gate.open(2);
  CHECK_WAKES(consumer, "`consume` sleeps on although it was stopped and the producer has ended");
  threads.join();
  received.check_each_once(produced);
}

SCENARIO(StoppablePipeline, TheMessageInTheHandIsNotLost, behaviour,
         "Every message that the source gave reaches the sink, before `stop` and after.",
         .schedules = 1000) {
  StoppablePipeline pipeline(2);
  Received received(3);
  Gate gate;
  int produced = 0;
  Threads threads;
  threads.spawn("producer", [&] {
    pipeline.produce([&] {
      gate.pass();
      return produced++;
    });
  });
  threads.spawn("consumer", [&] { pipeline.consume(received.sink()); });
  harness::settle();
  pipeline.stop();
  harness::settle();
  gate.open(2);
  threads.join();
  received.check_each_once(produced);
}

SCENARIO(StoppablePipeline, ASlowSinkHoldsUpTheSource, behaviour,
         "No more than `maxsize` messages lie in the queue.", .schedules = 1000) {
  constexpr int kEnough = 40;
  StoppablePipeline pipeline(2);
  Received received(kEnough);
  Gate gate;
  Unseen<int> produced;
  Threads threads;
  threads.spawn("consumer", [&] {
    pipeline.consume([&](int message) {
      gate.pass();
      received.add(message);
    });
  });
  threads.spawn("producer", [&] {
    pipeline.produce([&] {
      const int message = produced.get();
      CHECK(message < kEnough, "the source is asked on and on, and the sink is not done with one");
      produced.set(message + 1);
      return message;
    });
  });
  harness::settle();
  CHECK(produced.get() <= 4, "more messages are on their way than the queue has room for");
  CHECK(produced.get() >= 3, "the producer waits although there is room");
  pipeline.stop();
  gate.open(kEnough);
  threads.join();
  received.check_each_once(produced.get());
}

SCENARIO(StoppablePipeline, StoppedBeforehandItEndsAtOnce, behaviour,
         "After `stop`, `produce` and `consume` return; nothing is lost.", .weight = 0.25,
         .schedules = 1000) {
  StoppablePipeline pipeline(1);
  Received received(2);
  int produced = 0;
  pipeline.stop();
  pipeline.stop();
  Threads threads;
  threads.spawn("producer", [&] { pipeline.produce([&] { return produced++; }); });
  threads.spawn("consumer", [&] { pipeline.consume(received.sink()); });
  threads.join();
  CHECK(produced <= 1, "after `stop` the source was asked more than once");
  received.check_each_once(produced);
}

// ---- Daemons ----

SCENARIO(DaemonPipeline, ItsConsumersWorkAtTheSameTime, behaviour,
         "As many messages are worked on at once as there are consumers.", .schedules = 1000) {
  Gate gate;
  Unseen<int> begun;
  DaemonPipeline pipeline(4, 2, [&](int /*message*/) {
    begun.set(begun.get() + 1);
    gate.pass();
  });
  for (int message = 0; message < 3; ++message)
    pipeline.put(message);
  harness::settle();
  CHECK_EQ(begun.get(), 2, "messages that two consumers work on at once");
  gate.open(3);
  pipeline.join();
}

SCENARIO(DaemonPipeline, JoinWaitsForASlowSink, behaviour,
         "`join` returns when the sink has returned for every message put; who waits, sleeps.",
         .schedules = 1000) {
  Gate gate;
  DaemonPipeline pipeline(4, 1, [&](int /*message*/) { gate.pass(); });
  pipeline.put(0);
  pipeline.put(1);
  Threads threads;
  const Thread& joiner = threads.spawn("joiner", [&] { pipeline.join(); });
  for (int i = 0; i < 2; ++i) {
    CHECK_BLOCKED(joiner, "`join` returned while a sink was at work");
    CHECK_OTHERS_SLEEP("a thread looks again and again, instead of sleeping");
    gate.open();
  }
  CHECK_WAKES(joiner, "`join` sleeps on although every sink has returned");
}

SCENARIO(DaemonPipeline, ASinkThatThrowsCostsItsMessageAlone, behaviour,
         "A sink that throws is done with its message; the consumer goes on.", .schedules = 1000) {
  Received received(3);
  DaemonPipeline pipeline(4, 1, [&](int message) {
    if (message == 0) throw std::runtime_error("a message that nobody can read");
    if (message == 1) throw 42;
    received.add(message);
  });
  for (int message = 0; message < 3; ++message)
    pipeline.put(message);
  pipeline.join();
  received.add(0);
  received.add(1);
  received.check_each_once();
}

SCENARIO(DaemonPipeline, AfterAJoinItGoesOn, interleaving,
         "`put` and `join` may be called again and again.", .schedules = 2000) {
  int sum = 0;
  DaemonPipeline pipeline(1, 1, [&](int message) { sum += message; });
  pipeline.join();
  for (int message = 1; message <= 2; ++message) {
    pipeline.put(message);
    pipeline.join();
    CHECK_EQ(sum, message * (message + 1) / 2, "the sum of the messages so far");
  }
}

SCENARIO(DaemonPipeline, TwoProducersJoinTheirWork, interleaving,
         "`join` returns when the sink has returned for every message put.", .schedules = 2000) {
  std::array<int, 2> results{};
  DaemonPipeline pipeline(
      1, 1, [&](int message) { results.at(static_cast<std::size_t>(message)) = message + 1; });
  Threads threads;
  threads.start_together(2, [&](int number) {
    pipeline.put(number);
    pipeline.join();
    CHECK_EQ(results.at(static_cast<std::size_t>(number)), number + 1, "what the sink had written");
  });
}

// The sink holds a token, which tells when nothing holds it any more.
SCENARIO(DaemonPipeline, ItsConsumersEndWithIt, interleaving,
         "When it is destroyed, its consumers end, and the sink is destroyed.", .schedules = 3000) {
  Unseen<bool> gone;
  std::shared_ptr<Unseen<bool>> token(&gone, [](Unseen<bool>* flag) { flag->set(true); });
  std::optional<DaemonPipeline> pipeline;
  pipeline.emplace(2, 2, [token = std::move(token)](int /*message*/) { CHECK(token, "no token"); });
  pipeline->put(1);
  pipeline->join();
  pipeline.reset();
  harness::settle();
  CHECK(gone.get(), "the pipeline is gone, and something of it still holds the sink");
}

}  // namespace
