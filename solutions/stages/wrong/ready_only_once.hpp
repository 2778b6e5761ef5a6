// verdict: wrong, race
// Begins its first round without being told, and leaves the last round's message for the next use.
#pragma once

#include <functional>

#include "event/event.hpp"
#include "stages/round.hpp"

namespace threading {

class Rounds {
 public:
  void fetch(int rounds, const std::function<void(int)>& work) {
    for (int round = 0; round < rounds; ++round) {
      if (round > 0) {
        saved_.wait();
        saved_.clear();
      }
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
      saved_.set();
    }
  }

 private:
  Event fetched_;
  Event processed_;
  Event saved_;
};

}  // namespace threading
