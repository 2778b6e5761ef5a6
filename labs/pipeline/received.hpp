#pragma once

#include <cstddef>
#include <vector>

#include "harness/check.hpp"
#include "labs/pipeline/subject.hpp"

// What came out at the end of a pipeline into which the messages 0, 1, 2 … went. Plain data, a
// place for each message, which is written by whoever got the message: so a message that comes
// twice is a race, or a count of two.
namespace subject {

class Received {
 public:
  explicit Received(int messages) : counts_(static_cast<std::size_t>(messages)) {}

  void add(int message) {
    CHECK(message >= 0 && static_cast<std::size_t>(message) < counts_.size(),
          "a message that nobody sent");
    ++counts_[static_cast<std::size_t>(message)];
  }
  [[nodiscard]] Sink sink() {
    return [this](int message) { add(message); };
  }

  // To be called when all has been received: the first `messages` came once each, no others.
  void check_each_once(int messages) const {
    for (std::size_t i = 0; i < counts_.size(); ++i)
      CHECK_EQ(counts_[i], static_cast<int>(i) < messages ? 1 : 0, "how often a message came");
  }
  void check_each_once() const { check_each_once(static_cast<int>(counts_.size())); }

 private:
  std::vector<int> counts_;
};

// A source that gives `from`, `from` + 1 … below `end`, and then nothing.
inline SentinelPipeline::Source count_up(int from, int end) {
  return [next = from, end]() mutable {
    return next < end ? std::optional<int>(next++) : std::nullopt;
  };
}

}  // namespace subject
