// verdict: wrong
// Counts the update before it is made: where the change throws, the count is wrong.
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
    const std::lock_guard guard(lock_);
    record_.updates += 1;
    record_.value = change(record_.value);
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
