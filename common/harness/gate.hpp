#pragma once

#include <semaphore>

// Holds threads back until a scenario lets them go: each pass() takes one opening, and sleeps
// until there is one. Any thread may call either. What precedes open() happens before what
// follows the pass() that it lets through; where a class has to order things by itself, use none.
namespace harness {

class Gate {
 public:
  void open(int for_how_many = 1) { openings_.release(for_how_many); }
  void pass() { openings_.acquire(); }

 private:
  std::counting_semaphore<> openings_{0};
};

}  // namespace harness
