// verdict: wrong, deadlock
// The consumer looks whether it was stopped and the queue is empty, and then waits for a message
// that does not come.
#pragma once

#include <cstddef>
#include <functional>

#include "event/event.hpp"
#include "pipeline/daemons.hpp"
#include "pipeline/sentinels.hpp"
#include "pipeline/two_locks.hpp"
#include "queue/queue.hpp"

namespace threading {

class StoppablePipeline {
 public:
  explicit StoppablePipeline(std::size_t maxsize) : queue_(maxsize) {}

  void produce(const std::function<int()>& source) {
    while (!stopped_.is_set())
      queue_.put(source());
  }

  void consume(const std::function<void(int)>& sink) {
    while (!stopped_.is_set() || !queue_.empty())
      sink(queue_.get());
  }

  void stop() { stopped_.set(); }

 private:
  Queue<int> queue_;
  Event stopped_;
};

}  // namespace threading
