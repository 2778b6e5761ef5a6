#pragma once

#include <cstddef>
#include <functional>
#include <optional>

#include "event/event.hpp"
#include "queue/queue.hpp"
#include "threading/errors.hpp"

namespace threading {

// A producer that goes on until it is stopped, a bounded queue, a consumer. The event tells the
// producer alone. The consumer is told by the producer, through the queue, behind the last message:
// so it leaves neither a message nor a producer that stands at a full queue. produce and consume
// are called once each, by a thread each; stop by any thread at any time.
//
// Memory ordering: the queue's.
class StoppablePipeline {
 public:
  explicit StoppablePipeline(std::size_t maxsize) : queue_(maxsize) {}

  void produce(const std::function<int()>& source) {
    while (!stopped_.is_set())
      queue_.put(source());
    queue_.shutdown();
  }

  void consume(const std::function<void(int)>& sink) {
    while (const std::optional<int> message = next())
      sink(*message);
  }

  void stop() { stopped_.set(); }

 private:
  // Nothing: the producer has ended, and all that it sent was taken.
  std::optional<int> next() {
    try {
      return queue_.get();
    } catch (const ShutDown&) {
      return std::nullopt;
    }
  }

  Queue<int> queue_;
  Event stopped_;
};

}  // namespace threading
