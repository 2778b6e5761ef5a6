#include "harness/check.hpp"
#include "harness/gate.hpp"
#include "harness/scenario.hpp"
#include "harness/threads.hpp"
#include "labs/pipeline/received.hpp"
#include "labs/pipeline/subject.hpp"

// Real threads, many messages: what no small scenario holds.
namespace {

using harness::Gate;
using harness::Threads;
using subject::count_up;
using subject::DaemonPipeline;
using subject::Received;
using subject::SentinelPipeline;
using subject::StoppablePipeline;
using subject::TwoLockPipeline;

SCENARIO(TwoLockPipeline, ManyMessages, stress,
         "Any number of threads may set and get; each message is got once.") {
  constexpr int kEach = 100;
  TwoLockPipeline pipeline;
  Received received(2 * kEach);
  Threads threads;
  threads.start_together(4, [&](int number) {
    for (int i = 0; i < kEach; ++i) {
      if (number < 2)
        pipeline.set_message(number * kEach + i);
      else
        received.add(pipeline.get_message());
    }
  });
  threads.join();
  received.check_each_once();
}

SCENARIO(SentinelPipeline, ManyMessages, stress, "Every message reaches one consumer, once.") {
  constexpr int kEach = 60;
  SentinelPipeline pipeline(2, 3, 3);
  Received received(3 * kEach);
  Threads threads;
  threads.start_together(6, [&](int number) {
    if (number < 3)
      pipeline.produce(count_up(number * kEach, (number + 1) * kEach));
    else
      pipeline.consume(received.sink());
  });
  threads.join();
  received.check_each_once();
}

SCENARIO(StoppablePipeline, StopInTheMiddle, stress,
         "Every message that the source gave reaches the sink, before `stop` and after.") {
  constexpr int kFew = 50;
  constexpr int kMany = 1'000'000;
  StoppablePipeline pipeline(3);
  Received received(kMany);
  Gate enough;
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
      if (message == kFew) enough.open();
    });
  });
  enough.pass();
  pipeline.stop();
  threads.join();
  received.check_each_once(produced);
}

SCENARIO(DaemonPipeline, ManyMessages, stress,
         "`join` returns when the sink has returned for every message put.") {
  constexpr int kMessages = 60;
  Received received(kMessages);
  DaemonPipeline pipeline(3, 3, received.sink());
  for (int message = 0; message < kMessages; ++message)
    pipeline.put(message);
  pipeline.join();
  received.check_each_once();
}

}  // namespace
