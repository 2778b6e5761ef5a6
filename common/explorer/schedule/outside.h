// While one lives, the running logical thread counts as an ordinary one: what the runtime calls in
// libraries reaches the real functions.
#pragma once

#include "explorer/schedule/logical_thread.h"

namespace explorer {

class Outside {
 public:
  Outside() : saved_(self) { self = nullptr; }
  ~Outside() { self = saved_; }
  Outside(const Outside&) = delete;
  Outside& operator=(const Outside&) = delete;

 private:
  LogicalThread* saved_;
};

}  // namespace explorer
