// verdict: race, wrong, deadlock
// The events belong to the whole program: two objects turn one ring.
#pragma once

#include <functional>

#include "event/event.hpp"
#include "stages/round.hpp"

namespace threading {

class Rounds {
 public:
  Rounds() { saved_.set(); }

  void fetch(int rounds, const std::function<void(int)>& work) {
    relay(saved_, fetched_, rounds, work);
  }

  void process(int rounds, const std::function<void(int)>& work) {
    relay(fetched_, processed_, rounds, work);
  }

  void save(int rounds, const std::function<void(int)>& work) {
    relay(processed_, saved_, rounds, work);
  }

 private:
  static void relay(Event& mine, Event& next, int rounds, const std::function<void(int)>& work) {
    for (int round = 0; round < rounds; ++round) {
      mine.wait();
      mine.clear();
      work(round);
      next.set();
    }
  }

  static inline Event fetched_;
  static inline Event processed_;
  static inline Event saved_;
};

}  // namespace threading
