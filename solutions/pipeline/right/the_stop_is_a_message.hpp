// The producer tells the consumer by a sentinel that it was stopped; the event is an atomic flag.
#pragma once

#include <atomic>
#include <cstddef>
#include <functional>
#include <optional>

#include "pipeline/daemons.hpp"
#include "pipeline/sentinels.hpp"
#include "pipeline/two_locks.hpp"
#include "queue/queue.hpp"

namespace threading {

class StoppablePipeline {
 public:
  explicit StoppablePipeline(std::size_t maxsize) : queue_(maxsize) {}

  void produce(const std::function<int()>& source) {
    while (!stopped_)
      queue_.put(source());
    queue_.put(std::nullopt);
  }

  void consume(const std::function<void(int)>& sink) {
    while (const std::optional<int> message = queue_.get())
      sink(*message);
  }

  void stop() { stopped_ = true; }

 private:
  Queue<std::optional<int>> queue_;
  std::atomic<bool> stopped_ = false;
};

}  // namespace threading
