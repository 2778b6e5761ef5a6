// verdict: deadlock
// Gives the lock back at the end of update, where a change that throws never comes.
#pragma once

#include <functional>
#include <mutex>

#include "lock/lock.hpp"

namespace threading {

struct Record {
  int value = 0;
  int updates = 0;
};

class Database {
 public:
  void update(const std::function<int(int)>& change) {
    lock_.acquire();
    record_.value = change(record_.value);
    record_.updates += 1;
    lock_.release();
  }

  [[nodiscard]] Record read() const {
    const std::lock_guard guard(lock_);
    return record_;
  }

 private:
  mutable Lock lock_;
  Record record_;
};

}  // namespace threading
