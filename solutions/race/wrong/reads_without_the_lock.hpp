// verdict: race
// Updates with the lock held, and reads without it.
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
    record_.value = change(record_.value);
    record_.updates += 1;
  }

  [[nodiscard]] Record read() const { return record_; }

 private:
  Lock lock_;
  Record record_;
};

}  // namespace threading
