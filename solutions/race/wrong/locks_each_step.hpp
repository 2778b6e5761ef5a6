// verdict: wrong
// Holds the lock to read and again to write, but not meanwhile.
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
    const int seen = read().value;
    const int changed = change(seen);
    const std::lock_guard guard(lock_);
    record_.value = changed;
    record_.updates += 1;
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
