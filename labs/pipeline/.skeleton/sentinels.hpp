#pragma once

#include <cstddef>
#include <functional>
#include <optional>

#include "queue/queue.hpp"

namespace threading {

// Several producers, a bounded queue, several consumers. In the program as it was found, each
// producer says at its end that this was all. It worked with one of each. To do: how many have to
// say so, to how many, and when?
class SentinelPipeline {
 public:
  SentinelPipeline(std::size_t maxsize, int /*producers*/, int /*consumers*/) : queue_(maxsize) {}

  // A producer's thread: sends on what the source gives, until it gives nothing.
  void produce(const std::function<std::optional<int>()>& source) {
    while (const std::optional<int> message = source())
      queue_.put(message);
    queue_.put(std::nullopt);  // the sentinel: nothing will follow
  }

  // A consumer's thread: passes messages to the sink until there will be no more.
  void consume(const std::function<void(int)>& sink) {
    while (const std::optional<int> message = queue_.get())
      sink(*message);
  }

 private:
  Queue<std::optional<int>> queue_;
};

}  // namespace threading
