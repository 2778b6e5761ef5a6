#pragma once

#include <functional>

#include "event/event.hpp"

namespace threading {

// The same, by threads that stay for many rounds. Somebody has used events, and cleared them
// where it came to mind. To do: when may each stage begin again, and how does it learn of that?
class Rounds {
 public:
  void fetch(int rounds, const std::function<void(int)>& work) {
    for (int round = 0; round < rounds; ++round) {
      fetched_.clear();
      processed_.clear();
      work(round);
      fetched_.set();
    }
  }

  void process(int rounds, const std::function<void(int)>& work) {
    for (int round = 0; round < rounds; ++round) {
      fetched_.wait();
      work(round);
      processed_.set();
    }
  }

  void save(int rounds, const std::function<void(int)>& work) {
    for (int round = 0; round < rounds; ++round) {
      processed_.wait();
      work(round);
    }
  }

 private:
  Event fetched_;
  Event processed_;
};

}  // namespace threading
