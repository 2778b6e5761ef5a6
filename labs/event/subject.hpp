#pragma once

#include <memory>

#include "threading/time.hpp"

// The student's Event as the scenarios see it: a concrete class, defined in adapter.cpp. The
// student's object is one block of the heap, so that its use after destruction can be seen.
namespace subject {

class Event {
 public:
  Event();
  Event(const Event&) = delete;
  Event& operator=(const Event&) = delete;
  ~Event();

  [[nodiscard]] bool is_set() const;
  void set();
  void clear();
  bool wait();
  bool wait(threading::Timeout timeout);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace subject
