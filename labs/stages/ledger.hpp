#pragma once

#include "harness/check.hpp"

// Where the stages of a scenario enter their work. Plain data, on purpose: each stage has to have
// been ordered after the one before it, or there is a race that either judge sees; where it gets
// past them, the counts tell.
namespace subject {

class Ledger {
 public:
  void fetch(int round) { enter(3 * round, "stages that were over when a `fetch` began its work"); }
  void process(int round) {
    enter(3 * round + 1, "stages that were over when a `process` began its work");
  }
  void save(int round) {
    enter(3 * round + 2, "stages that were over when a `save` began its work");
  }

  [[nodiscard]] int entries() const { return entries_; }

 private:
  void enter(int expected, const char* what) {
    CHECK_EQ(entries_, expected, what);
    ++entries_;
  }

  int entries_ = 0;
};

}  // namespace subject
