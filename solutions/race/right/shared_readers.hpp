// Readers side by side, and each update by itself.
#pragma once

#include <functional>
#include <mutex>
#include <shared_mutex>

namespace threading {

struct Record {
  int value = 0;
  int updates = 0;
};

class Database {
 public:
  void update(const std::function<int(int)>& change) {
    const std::lock_guard guard(mutex_);
    record_.value = change(record_.value);
    record_.updates += 1;
  }

  [[nodiscard]] Record read() const {
    const std::shared_lock guard(mutex_);
    return record_;
  }

 private:
  mutable std::shared_mutex mutex_;
  Record record_;
};

}  // namespace threading
