// One lock for whoever updates, held throughout; another for the record, held only as long as it is
// copied. So a reader never waits for a change.
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
    const std::lock_guard turn(updating_);
    Record record = read();
    record.value = change(record.value);
    record.updates += 1;
    const std::lock_guard guard(lock_);
    record_ = record;
  }

  [[nodiscard]] Record read() const {
    const std::lock_guard guard(lock_);
    return record_;
  }

 private:
  Lock updating_;
  mutable Lock lock_;
  Record record_;
};

}  // namespace threading
