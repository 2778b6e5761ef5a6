// verdict: deadlock // judge: explore
// Clears its event after it has let the ring go on: it may wipe out the next round's.
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
      work(round);
      next.set();
      mine.clear();
    }
  }

  Event fetched_;
  Event processed_;
  Event saved_;
};

}  // namespace threading
