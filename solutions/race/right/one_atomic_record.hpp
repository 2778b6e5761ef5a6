// The record is one atomic word, so that reading needs no lock; updates take turns with one.
#pragma once

#include <atomic>
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
    const Record seen = record_.load();
    record_.store({change(seen.value), seen.updates + 1});
  }

  [[nodiscard]] Record read() const { return record_.load(); }

 private:
  Lock lock_;
  std::atomic<Record> record_ = Record{};
};

}  // namespace threading
