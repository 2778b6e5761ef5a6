// verdict: wrong, race
// The next round begins when the last one is processed: its fetch works beside the last one's save.
#pragma once

#include <functional>

#include "event/event.hpp"
#include "stages/round.hpp"

namespace threading {

class Rounds {
 public:
  Rounds() { free_.set(); }

  void fetch(int rounds, const std::function<void(int)>& work) {
    for (int round = 0; round < rounds; ++round) {
      free_.wait();
      free_.clear();
      work(round);
      fetched_.set();
    }
  }

  void process(int rounds, const std::function<void(int)>& work) {
    for (int round = 0; round < rounds; ++round) {
      fetched_.wait();
      fetched_.clear();
      work(round);
      processed_.set();
      free_.set();
    }
  }

  void save(int rounds, const std::function<void(int)>& work) {
    for (int round = 0; round < rounds; ++round) {
      processed_.wait();
      processed_.clear();
      work(round);
    }
  }

 private:
  Event fetched_;
  Event processed_;
  Event free_;
};

}  // namespace threading
