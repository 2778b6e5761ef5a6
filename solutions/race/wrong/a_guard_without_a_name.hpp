// verdict: race
// A guard without a name is gone at the semicolon.
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
    std::lock_guard{lock_};
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
