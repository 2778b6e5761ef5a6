#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <thread>
#include <utility>

#include "queue/queue.hpp"

namespace threading {

// Consumers that nobody waits for: they are started, and forgotten. In the program as it was
// found, join looks now and then whether the queue is empty. To do: is an empty queue the end of
// the work? And what do the consumers hold on to when the pipeline is gone?
class DaemonPipeline {
 public:
  DaemonPipeline(std::size_t maxsize, int consumers, std::function<void(int)> sink)
      : queue_(maxsize), sink_(std::move(sink)) {
    for (int i = 0; i < consumers; ++i) {
      std::thread([this] {
        for (;;)
          sink_(queue_.get());
      }).detach();
    }
  }

  // Any thread: sends a message.
  void put(int message) { queue_.put(message); }

  // Any thread: returns when every message put has been dealt with.
  void join() {
    while (!queue_.empty())
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }

 private:
  Queue<int> queue_;
  std::function<void(int)> sink_;
};

}  // namespace threading
