#pragma once

#include <memory>

#include "threading/time.hpp"

// The student's Lock as the scenarios see it: a concrete class, defined in adapter.cpp. The
// student's object is one block of the heap, so that its use after destruction can be seen.
namespace subject {

class Lock {
 public:
  Lock();
  Lock(const Lock&) = delete;
  Lock& operator=(const Lock&) = delete;
  ~Lock();

  bool acquire(bool blocking = true, threading::Timeout timeout = {});
  void release();
  [[nodiscard]] bool locked() const;

  void lock();
  bool try_lock();
  void unlock();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace subject
