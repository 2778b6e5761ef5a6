// verdict: race
// Leaves it to the setter to clear: until `fetch` comes round to it, `process` sees the last
// round's.
#pragma once

#include <functional>

#include "event/event.hpp"
#include "stages/rounds.hpp"

namespace threading {

class Round {
 public:
  void fetch(const std::function<void()>& work) {
    fetched_.clear();
    work();
    fetched_.set();
  }

  void process(const std::function<void()>& work) {
    processed_.clear();
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
