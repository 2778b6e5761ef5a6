// One condition and a number: whose turn it is.
#pragma once

#include <functional>
#include <mutex>

#include "condition/condition.hpp"

namespace threading {

// Three stages take turns: `work` runs when it is the turn of `mine`, and then it is the next
// one's.
class Turns {
 public:
  template <class Work>
  void take(int mine, Work work) {
    {
      const std::lock_guard guard(changed_);
      changed_.wait_for([&] { return turn_ == mine; });
    }
    work();
    const std::lock_guard guard(changed_);
    turn_ = (mine + 1) % 3;
    changed_.notify_all();
  }

 private:
  Condition<> changed_;
  int turn_ = 0;
};

class Round {
 public:
  void fetch(const std::function<void()>& work) { turns_.take(0, work); }
  void process(const std::function<void()>& work) { turns_.take(1, work); }
  void save(const std::function<void()>& work) { turns_.take(2, work); }

 private:
  Turns turns_;
};

class Rounds {
 public:
  using Work = std::function<void(int)>;

  void fetch(int rounds, const Work& work) { play(0, rounds, work); }
  void process(int rounds, const Work& work) { play(1, rounds, work); }
  void save(int rounds, const Work& work) { play(2, rounds, work); }

 private:
  void play(int stage, int rounds, const Work& work) {
    for (int round = 0; round < rounds; ++round)
      turns_.take(stage, [&] { work(round); });
  }

  Turns turns_;
};

}  // namespace threading
