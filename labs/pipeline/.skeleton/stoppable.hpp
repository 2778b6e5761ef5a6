#pragma once

#include <cstddef>
#include <functional>

#include "event/event.hpp"
#include "queue/queue.hpp"

namespace threading {

// A producer that goes on until it is stopped, a bounded queue, a consumer. The program as it was
// found looks careful: the consumer even looks whether something is left. To do: what happens
// between its look and its next step? And what becomes of a producer that stands at a full queue?
class StoppablePipeline {
 public:
  explicit StoppablePipeline(std::size_t maxsize) : queue_(maxsize) {}

  // The producer's thread: sends on what the source gives, until it is stopped.
  void produce(const std::function<int()>& source) {
    while (!stopped_.is_set())
      queue_.put(source());
  }

  // The consumer's thread: passes every message to the sink.
  void consume(const std::function<void(int)>& sink) {
    while (!stopped_.is_set() || !queue_.empty())
      sink(queue_.get());
  }

  // Any thread: both shall end, and nothing be lost.
  void stop() { stopped_.set(); }

 private:
  Queue<int> queue_;
  Event stopped_;
};

}  // namespace threading
