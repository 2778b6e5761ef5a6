// verdict: wrong // judge: explore
// Works out the difference without the lock, and adds it with the lock held: right where changes
// only add.
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
    const int difference = change(seen) - seen;
    const std::lock_guard guard(lock_);
    record_.value += difference;
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
