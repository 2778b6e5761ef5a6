// verdict: wrong, deadlock
// One lock for all databases: nothing is lost, and everything is serial. A change that updates
// another database waits for itself.
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

  [[nodiscard]] Record read() const {
    const std::lock_guard guard(lock_);
    return record_;
  }

 private:
  static inline Lock lock_;
  Record record_;
};

}  // namespace threading
