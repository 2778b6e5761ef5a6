#pragma once

#include <functional>
#include <memory>

#include "threading/time.hpp"

// The student's Timer as the scenarios see it: a concrete class, defined in adapter.cpp. The
// student's object is one block of the heap, so that its use after destruction can be seen.
namespace subject {

class Timer {
 public:
  Timer(threading::Duration interval, std::function<void()> function);
  Timer(const Timer&) = delete;
  Timer& operator=(const Timer&) = delete;
  ~Timer();

  void start();
  void cancel();
  void join();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace subject
