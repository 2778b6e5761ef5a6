#pragma once

#include <functional>

#include "threading/errors.hpp"
#include "threading/time.hpp"

namespace threading {

// Calls a function once, later, on another thread. `grader readme timer` has the contract;
// tests/public.cpp has it as code. Python's is a Thread with a run() of its own; so may yours be.
class Timer {
 public:
  Timer(Duration interval, std::function<void()> function) {
    static_cast<void>(interval);
    static_cast<void>(function);
    throw RuntimeError("Timer is not written yet");
  }
  Timer(const Timer&) = delete;
  Timer& operator=(const Timer&) = delete;

  // Cancels and joins.
  ~Timer() = default;

  // The interval begins.
  void start() { throw RuntimeError("Timer::start is not written yet"); }

  // The function will not be called, unless its time has come already.
  void cancel() { throw RuntimeError("Timer::cancel is not written yet"); }

  // Waits until the function has been called and is done, or will never be called.
  void join() { throw RuntimeError("Timer::join is not written yet"); }

 private:
  // What does the timer's thread sleep on, so that cancel() can wake it?
};

}  // namespace threading
