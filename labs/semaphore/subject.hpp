#pragma once

#include <cstddef>
#include <memory>

#include "threading/time.hpp"

// The student's semaphores as the scenarios see them: concrete classes, defined in adapter.cpp.
// Each student's object is one block of the heap, so that its use after destruction can be seen.
namespace subject {

class Semaphore {
 public:
  Semaphore();
  explicit Semaphore(std::ptrdiff_t value);
  Semaphore(const Semaphore&) = delete;
  Semaphore& operator=(const Semaphore&) = delete;
  ~Semaphore();

  bool acquire(bool blocking = true, threading::Timeout timeout = {});
  void release();
  void release(std::ptrdiff_t n);

  void lock();
  bool try_lock();
  void unlock();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

class BoundedSemaphore {
 public:
  BoundedSemaphore();
  explicit BoundedSemaphore(std::ptrdiff_t value);
  BoundedSemaphore(const BoundedSemaphore&) = delete;
  BoundedSemaphore& operator=(const BoundedSemaphore&) = delete;
  ~BoundedSemaphore();

  bool acquire(bool blocking = true, threading::Timeout timeout = {});
  void release();
  void release(std::ptrdiff_t n);

  void lock();
  bool try_lock();
  void unlock();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace subject
