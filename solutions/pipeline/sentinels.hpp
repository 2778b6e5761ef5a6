#pragma once

#include <atomic>
#include <cstddef>
#include <functional>
#include <optional>

#include "queue/queue.hpp"

namespace threading {

// Several producers, a bounded queue, several consumers. An empty optional says to one consumer
// that nothing will follow. The last producer to end sends one to each consumer: by then all
// messages are in the queue, and the queue keeps its order. produce is called by as many threads as
// there are producers, once each; consume likewise.
//
// Memory ordering: the queue's, for the messages. The count of producers is seq_cst.
class SentinelPipeline {
 public:
  SentinelPipeline(std::size_t maxsize, int producers, int consumers)
      : queue_(maxsize), producing_(producers), consumers_(consumers) {}

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
