// verdict: wrong, race
// Two events order a round, and nothing holds back the next one.
#pragma once

#include <functional>

#include "event/event.hpp"
#include "stages/round.hpp"

namespace threading {

class Rounds {
 public:
  void fetch(int rounds, const std::function<void(int)>& work) {
    for (int round = 0; round < rounds; ++round) {
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
};

}  // namespace threading
