// verdict: wrong
// Takes one of the numbers for the sentinel, and somebody sends that number.
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
  SentinelPipeline(std::size_t maxsize, int producers, int consumers)
      : queue_(maxsize), producing_(producers), consumers_(consumers) {}

  void produce(const std::function<std::optional<int>()>& source) {
    while (const std::optional<int> message = source())
      queue_.put(*message);
    if (--producing_ > 0) return;
    for (int i = 0; i < consumers_; ++i)
      queue_.put(kEnd);
  }

  void consume(const std::function<void(int)>& sink) {
    for (int message = queue_.get(); message != kEnd; message = queue_.get())
      sink(message);
  }

 private:
  static constexpr int kEnd = -1;

  Queue<int> queue_;
  std::atomic<int> producing_;
  const int consumers_;
};

}  // namespace threading
