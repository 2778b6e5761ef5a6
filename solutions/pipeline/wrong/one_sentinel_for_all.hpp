// verdict: deadlock
// The last producer says once that this was all: one consumer hears it.
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
    if (--producing_ == 0) queue_.put(std::nullopt);
  }

  void consume(const std::function<void(int)>& sink) {
    while (const std::optional<int> message = queue_.get())
      sink(*message);
  }

 private:
  Queue<std::optional<int>> queue_;
  std::atomic<int> producing_;
};

}  // namespace threading
