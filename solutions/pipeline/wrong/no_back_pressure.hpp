// verdict: wrong // judge: explore
// Forgets how many messages may lie in the queue.
#pragma once

#include <atomic>
#include <cstddef>
#include <functional>
#include <optional>

#include "pipeline/daemons.hpp"
#include "pipeline/stoppable.hpp"
#include "pipeline/two_locks.hpp"
#include "queue/queue.hpp"

namespace threading {

class SentinelPipeline {
 public:
  SentinelPipeline(std::size_t /*maxsize*/, int producers, int consumers)
      : producing_(producers), consumers_(consumers) {}

  void produce(const std::function<std::optional<int>()>& source) {
    while (const std::optional<int> message = source())
      queue_.put(message);
    if (--producing_ > 0) return;
    for (int i = 0; i < consumers_; ++i)
      queue_.put(std::nullopt);
  }

  void consume(const std::function<void(int)>& sink) {
    while (const std::optional<int> message = queue_.get())
      sink(*message);
  }

 private:
  Queue<std::optional<int>> queue_;
  std::atomic<int> producing_;
  const int consumers_;
};

}  // namespace threading
