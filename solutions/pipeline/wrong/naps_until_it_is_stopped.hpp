// verdict: livelock // judge: explore
// The consumer waits for a millisecond at a time, to look now and then whether it was stopped.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>

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
    ended_.set();
  }

  void consume(const std::function<void(int)>& sink) {
    for (;;) {
      const bool ended = ended_.is_set();
      try {
        sink(queue_.get(true, std::chrono::milliseconds(1)));
      } catch (const Empty&) {
        if (ended) return;
      }
    }
  }

  void stop() { stopped_.set(); }

 private:
  Queue<int> queue_;
  Event stopped_;
  Event ended_;
};

}  // namespace threading
