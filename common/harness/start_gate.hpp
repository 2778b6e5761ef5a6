#pragma once

#include <atomic>
#include <thread>

#include "harness/judge.hpp"

// Lets threads go at the same moment, so that real ones overlap. Under explore it is open: the
// schedule decides there, and waiting would only cost steps. One use; any thread may pass.
namespace harness {

class StartGate {
 public:
  explicit StartGate(int threads) : missing_(threads) {}

  void pass() {
    if (linked_judge() == protocol::Judge::explore) return;
    missing_.fetch_sub(1);
    while (missing_.load() > 0)
      std::this_thread::yield();
  }

 private:
  std::atomic<int> missing_;
};

}  // namespace harness
