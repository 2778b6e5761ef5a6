// verdict: deadlock // judge: explore
// A consumer looks whether the producers have ended and the queue is empty, and then waits for a
// message: in between another has taken it.
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
  SentinelPipeline(std::size_t maxsize, int producers, int /*consumers*/)
      : queue_(maxsize), producing_(producers) {}

  void produce(const std::function<std::optional<int>()>& source) {
    while (const std::optional<int> message = source())
      queue_.put(message);
    --producing_;
  }

  void consume(const std::function<void(int)>& sink) {
    while (producing_ > 0 || !queue_.empty())
      sink(*queue_.get());
  }

 private:
  Queue<std::optional<int>> queue_;
  std::atomic<int> producing_;
};

}  // namespace threading
