#pragma once

#include <memory>

// The student's park as the scenarios see it, defined in adapter.cpp.
namespace subject {

// kGates: a function, for the tests are compiled before the student's file is.
[[nodiscard]] int gates();

class Counter {
 public:
  Counter();
  Counter(const Counter&) = delete;
  Counter& operator=(const Counter&) = delete;
  ~Counter();

  void enter();
  [[nodiscard]] int count() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace subject
