#pragma once

#include <cstddef>
#include <memory>

#include "threading/time.hpp"

// The student's RLock as the scenarios see it: a concrete class, defined in adapter.cpp. The
// student's object is one block of the heap, so that its use after destruction can be seen.
namespace subject {

class RLock {
 public:
  RLock();
  RLock(const RLock&) = delete;
  RLock& operator=(const RLock&) = delete;
  ~RLock();

  bool acquire(bool blocking = true, threading::Timeout timeout = {});
  void release();
  [[nodiscard]] bool locked() const;
  [[nodiscard]] bool is_owned() const;
  [[nodiscard]] std::size_t recursion_count() const;
  std::size_t release_save();
  void acquire_restore(std::size_t depth);

  void lock();
  bool try_lock();
  void unlock();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace subject
