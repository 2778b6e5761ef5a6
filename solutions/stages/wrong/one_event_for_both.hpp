// verdict: race
// One event for two messages: `save` goes on where `process` should.
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
  }

  void save(const std::function<void()>& work) {
    fetched_.wait();
    fetched_.clear();
    work();
  }

 private:
  Event fetched_;
};

}  // namespace threading
