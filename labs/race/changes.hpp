#pragma once

#include <chrono>
#include <thread>

// What the scenarios do to a value. Each takes its time, as a change may: between its reading and
// its writing others get their turn.
namespace changes {

inline int add_one(int value) {
  std::this_thread::sleep_for(std::chrono::milliseconds(1));
  return value + 1;
}

inline int twice(int value) {
  std::this_thread::sleep_for(std::chrono::milliseconds(1));
  return 2 * value;
}

}  // namespace changes
