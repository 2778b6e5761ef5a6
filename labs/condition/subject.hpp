#pragma once

#include <cstddef>
#include <functional>
#include <memory>

#include "threading/time.hpp"

// The student's Condition as the scenarios see it: Condition<Lock> and Condition<RLock>, defined in
// adapter.cpp. The student's object is one block of the heap, so that its use after destruction
// can be seen. Lock and RLock are the locks that conditions can share.
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

 private:
  template <class L>
  friend class Condition;

  struct Impl;
  std::unique_ptr<Impl> impl_;
};

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

 private:
  template <class L>
  friend class Condition;

  struct Impl;
  std::unique_ptr<Impl> impl_;
};

template <class L = RLock>
class Condition {
 public:
  Condition();
  explicit Condition(L& lock);
  Condition(const Condition&) = delete;
  Condition& operator=(const Condition&) = delete;
  ~Condition();

  bool acquire(bool blocking = true, threading::Timeout timeout = {});
  void release();
  void lock();
  bool try_lock();
  void unlock();

  bool wait(threading::Timeout timeout = {});
  bool wait_for(std::function<bool()> predicate, threading::Timeout timeout = {});
  void notify(std::size_t n = 1);
  void notify_all();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace subject
