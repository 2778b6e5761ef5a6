#pragma once

#include <functional>

#include "event/event.hpp"

namespace threading {

// Fetch, process and save, round after round, by threads that stay. Two events order the stages of
// a round, and a third leads from its end to the next one's beginning: a ring, in which one event
// at most is set at any time. Each is cleared by the one thread that waits for it, before it works:
// its work is what makes the ring go on, so nobody can set it again before it is cleared. The three
// are called once, in any order, with the same number of rounds; when all have returned, again.
//
// Memory ordering: what precedes an event's set() is seen after the wait() that it freed.
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

  Event fetched_;
  Event processed_;
  Event saved_;  // by the round before: the next may begin
};

}  // namespace threading
