// verdict: deadlock // judge: explore
// Takes a message and passes it on with one lock held: a slow sink holds up all consumers.
#pragma once

#include <atomic>
#include <cstddef>
#include <functional>
#include <mutex>
#include <optional>

#include "lock/lock.hpp"
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
      queue_.put(message);
    if (--producing_ > 0) return;
    for (int i = 0; i < consumers_; ++i)
      queue_.put(std::nullopt);
  }

  void consume(const std::function<void(int)>& sink) {
    for (;;) {
      const std::lock_guard guard(lock_);
      const std::optional<int> message = queue_.get();
      if (!message) return;
      sink(*message);
    }
  }

 private:
  Lock lock_;
  Queue<std::optional<int>> queue_;
  std::atomic<int> producing_;
  const int consumers_;
};

}  // namespace threading
