// Makes sure of its room before it asks the source: no message ever waits in a hand.
#pragma once

#include <atomic>
#include <cstddef>
#include <functional>
#include <optional>

#include "pipeline/daemons.hpp"
#include "pipeline/stoppable.hpp"
#include "pipeline/two_locks.hpp"
#include "queue/queue.hpp"
#include "semaphore/semaphore.hpp"

namespace threading {

class SentinelPipeline {
 public:
  SentinelPipeline(std::size_t maxsize, int producers, int consumers)
      : room_(static_cast<std::ptrdiff_t>(maxsize)), producing_(producers), consumers_(consumers) {}

  void produce(const std::function<std::optional<int>()>& source) {
    for (;;) {
      room_.acquire();
      const std::optional<int> message = source();
      if (!message) break;
      queue_.put(message);
    }
    room_.release();
    if (--producing_ > 0) return;
    for (int i = 0; i < consumers_; ++i)
      queue_.put(std::nullopt);
  }

  void consume(const std::function<void(int)>& sink) {
    while (const std::optional<int> message = queue_.get()) {
      room_.release();
      sink(*message);
    }
  }

 private:
  Semaphore room_;
  Queue<std::optional<int>> queue_;  // without a bound of its own
  std::atomic<int> producing_;
  const int consumers_;
};

}  // namespace threading
