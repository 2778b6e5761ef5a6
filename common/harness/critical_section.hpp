#pragma once

#include "harness/check.hpp"

// What a lock guards in a scenario: plain data, on purpose. Two threads inside at once, or one
// that cannot see what the last one wrote, is a data race that either judge sees; where it gets
// past them, the counts tell. Call it only with the lock held.
namespace harness {

class CriticalSection {
 public:
  void enter() {
    CHECK_EQ(inside_, 0, "two threads were in the critical section at once");
    ++inside_;
  }

  void leave() {
    ++visits_;
    --inside_;
    CHECK_EQ(inside_, 0, "two threads were in the critical section at once");
  }

  void visit() {
    enter();
    leave();
  }

  [[nodiscard]] int visits() const { return visits_; }

 private:
  int inside_ = 0;
  int visits_ = 0;
};

}  // namespace harness
