// verdict: deadlock, wrong
// Each producer at its end says to all consumers that this was all: of the others' messages some
// are left.
#pragma once

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
  SentinelPipeline(std::size_t maxsize, int /*producers*/, int consumers)
      : queue_(maxsize), consumers_(consumers) {}

  void produce(const std::function<std::optional<int>()>& source) {
    while (const std::optional<int> message = source())
      queue_.put(message);
    for (int i = 0; i < consumers_; ++i)
      queue_.put(std::nullopt);
  }

  void consume(const std::function<void(int)>& sink) {
    while (const std::optional<int> message = queue_.get())
      sink(*message);
  }

 private:
  Queue<std::optional<int>> queue_;
  const int consumers_;
};

}  // namespace threading
