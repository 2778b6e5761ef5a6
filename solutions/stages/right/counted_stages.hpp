// Counts the stages that are over, in one atomic number: nothing is ever cleared.
#pragma once

#include <atomic>
#include <functional>

namespace threading {

class Count {
 public:
  // Runs `work` when `before` stages are over.
  template <class Work>
  void after(int before, Work work) {
    for (int over = over_.load(); over < before; over = over_.load())
      over_.wait(over);
    work();
    over_.store(before + 1);
    over_.notify_all();
  }

 private:
  std::atomic<int> over_ = 0;
};

class Round {
 public:
  void fetch(const std::function<void()>& work) { count_.after(3 * fetches_++, work); }
  void process(const std::function<void()>& work) { count_.after(3 * processes_++ + 1, work); }
  void save(const std::function<void()>& work) { count_.after(3 * saves_++ + 2, work); }

 private:
  Count count_;
  int fetches_ = 0;  // each of the three is its own stage's alone
  int processes_ = 0;
  int saves_ = 0;
};

class Rounds {
 public:
  void fetch(int rounds, const std::function<void(int)>& work) {
    for (int round = 0; round < rounds; ++round)
      round_.fetch([&] { work(round); });
  }

  void process(int rounds, const std::function<void(int)>& work) {
    for (int round = 0; round < rounds; ++round)
      round_.process([&] { work(round); });
  }

  void save(int rounds, const std::function<void(int)>& work) {
    for (int round = 0; round < rounds; ++round)
      round_.save([&] { work(round); });
  }

 private:
  Round round_;
};

}  // namespace threading
