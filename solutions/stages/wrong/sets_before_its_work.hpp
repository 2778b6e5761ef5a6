// verdict: race
// Says that it is fetched, and fetches it then.
#pragma once

#include <functional>

#include "event/event.hpp"
#include "stages/rounds.hpp"

namespace threading {

class Round {
 public:
  void fetch(const std::function<void()>& work) {
    fetched_.set();
    work();
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
