#pragma once

#include <chrono>
#include <functional>
#include <thread>

#include "event/event.hpp"

namespace threading {

// Fetch, process and save: a round, by a thread for each stage. This is the program as it was
// found: it takes a second for fetching, and another for processing, to be enough. To do: let each
// stage wait for the one before it, and let the object be ready for the next round.
class Round {
 public:
  void fetch(const std::function<void()>& work) { work(); }

  void process(const std::function<void()>& work) {
    std::this_thread::sleep_for(std::chrono::seconds(1));
    work();
  }

  void save(const std::function<void()>& work) {
    std::this_thread::sleep_for(std::chrono::seconds(2));
    work();
  }
};

}  // namespace threading
