// Semaphores clear themselves: who gets through has taken what let it through.
#pragma once

#include <functional>

#include "semaphore/semaphore.hpp"

namespace threading {

class Round {
 public:
  void fetch(const std::function<void()>& work) {
    work();
    fetched_.release();
  }

  void process(const std::function<void()>& work) {
    fetched_.acquire();
    work();
    processed_.release();
  }

  void save(const std::function<void()>& work) {
    processed_.acquire();
    work();
  }

 private:
  Semaphore fetched_{0};
  Semaphore processed_{0};
};

class Rounds {
 public:
  void fetch(int rounds, const std::function<void(int)>& work) {
    for (int round = 0; round < rounds; ++round) {
      saved_.acquire();
      round_.fetch([&] { work(round); });
    }
  }

  void process(int rounds, const std::function<void(int)>& work) {
    for (int round = 0; round < rounds; ++round)
      round_.process([&] { work(round); });
  }

  void save(int rounds, const std::function<void(int)>& work) {
    for (int round = 0; round < rounds; ++round) {
      round_.save([&] { work(round); });
      saved_.release();
    }
  }

 private:
  Round round_;
  Semaphore saved_{1};
};

}  // namespace threading
