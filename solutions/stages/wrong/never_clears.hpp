// verdict: race, wrong
// Waits for an event that stays up: the second round has nothing to wait for.
#pragma once

#include <functional>

#include "event/event.hpp"
#include "stages/rounds.hpp"

namespace threading {

class Round {
 public:
  void fetch(const std::function<void()>& work) {
    work();
    fetched_.set();
  }

  void process(const std::function<void()>& work) {
    fetched_.wait();
    work();
    processed_.set();
  }

  void save(const std::function<void()>& work) {
    processed_.wait();
    work();
  }

 private:
  Event fetched_;
  Event processed_;
};

}  // namespace threading
