// The standard library's mutex in place of ours.
#pragma once

#include <functional>
#include <mutex>

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
    const std::lock_guard guard(mutex_);
    return record_;
  }

 private:
  mutable std::mutex mutex_;
  Record record_;
};

}  // namespace threading
