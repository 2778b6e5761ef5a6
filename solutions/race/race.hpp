#pragma once

#include <functional>
#include <mutex>

#include "lock/lock.hpp"

namespace threading {

// A row of the database, as `read` shows it.
struct Record {
  int value = 0;
  int updates = 0;  // how many have been made
};

// A database of one row. Any thread may call any function at any time; it owns its record and the
// lock that guards it, so that two databases never wait for each other. `update` throws what
// `change` throws, and has then changed nothing. Updates are made one at a time, and a reader waits
// for the one that is being made.
//
// Memory ordering: the lock's; an update happens before every update and read that comes after it.
class Database {
 public:
  void update(const std::function<int(int)>& change) {
    // Round all three steps: what `change` makes of a value is right for that value only.
    const std::lock_guard guard(lock_);
    record_.value = change(record_.value);
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
