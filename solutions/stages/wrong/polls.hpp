// verdict: livelock // judge: explore
// Each stage looks every millisecond whether it is its turn.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <thread>

#include "stages/rounds.hpp"

namespace threading {

class Round {
 public:
  void fetch(const std::function<void()>& work) {
    work();
    turn_ = 1;
  }

  void process(const std::function<void()>& work) {
    wait_for_turn(1);
    work();
    turn_ = 2;
  }

  void save(const std::function<void()>& work) {
    wait_for_turn(2);
    work();
    turn_ = 0;
  }

 private:
  void wait_for_turn(int mine) {
    while (turn_ != mine)
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }

  std::atomic<int> turn_ = 0;
};

}  // namespace threading
