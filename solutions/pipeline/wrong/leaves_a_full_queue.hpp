// verdict: wrong, deadlock
// The consumer leaves when it hears of the stop: what lies in the queue is lost, and a producer
// that stands at it never ends.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>

#include "event/event.hpp"
#include "pipeline/daemons.hpp"
#include "pipeline/sentinels.hpp"
#include "pipeline/two_locks.hpp"
#include "queue/queue.hpp"
#include "threading/errors.hpp"

namespace threading {

class StoppablePipeline {
 public:
  explicit StoppablePipeline(std::size_t maxsize) : queue_(maxsize) {}

  void produce(const std::function<int()>& source) {
    while (!stopped_.is_set())
      queue_.put(source());
    queue_.shutdown();
  }

  void consume(const std::function<void(int)>& sink) {
    while (const std::optional<int> message = next()) {
      sink(*message);
      if (stopped_.is_set()) return;
    }
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
