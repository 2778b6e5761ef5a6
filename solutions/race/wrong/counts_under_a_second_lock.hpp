// verdict: wrong // judge: explore
// A lock for the value and another for the count: between the two a reader sees them apart.
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
    {
      const std::lock_guard guard(lock_);
      record_.value = change(record_.value);
    }
    const std::lock_guard guard(updates_lock_);
    record_.updates += 1;
  }

  [[nodiscard]] Record read() const {
    Record record;
    {
      const std::lock_guard guard(lock_);
      record.value = record_.value;
    }
    const std::lock_guard guard(updates_lock_);
    record.updates = record_.updates;
    return record;
  }

 private:
  mutable Lock lock_;
  mutable Lock updates_lock_;
  Record record_;
};

}  // namespace threading
