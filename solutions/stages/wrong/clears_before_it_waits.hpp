// verdict: deadlock
// Clears its event, and then waits for it: what came before is wiped out.
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
    fetched_.clear();
    fetched_.wait();
    work();
    processed_.set();
  }

  void save(const std::function<void()>& work) {
    processed_.clear();
    processed_.wait();
    work();
  }

 private:
  Event fetched_;
  Event processed_;
};

}  // namespace threading
