#pragma once

#include <functional>

#include "event/event.hpp"

namespace threading {

// Fetch, process and save: a round, by a thread for each stage, ordered by two events. Each event
// is cleared by the one thread that waits for it, just after the wait: it was meant for this round,
// and the next can be set only when this thread has returned. The three are called once a round, in
// any order; the next round begins when all have returned.
//
// Memory ordering: what precedes an event's set() is seen after the wait() that it freed.
class Round {
 public:
  void fetch(const std::function<void()>& work) {
    work();
    fetched_.set();
  }

  void process(const std::function<void()>& work) {
    fetched_.wait();
    fetched_.clear();
    work();
    processed_.set();
  }

  void save(const std::function<void()>& work) {
    processed_.wait();
    processed_.clear();
    work();
  }

 private:
  Event fetched_;
  Event processed_;
};

}  // namespace threading
