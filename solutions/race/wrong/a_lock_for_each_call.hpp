// verdict: race
// Each call locks a lock of its own: nobody else ever waits for it.
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
    Lock lock;
    const std::lock_guard guard(lock);
    record_.value = change(record_.value);
    record_.updates += 1;
  }

  [[nodiscard]] Record read() const {
    Lock lock;
    const std::lock_guard guard(lock);
    return record_;
  }

 private:
  Record record_;
};

}  // namespace threading
