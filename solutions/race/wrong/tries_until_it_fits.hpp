// verdict: wrong
// Writes only where nobody came in between, and else calls the change again, which may have sent a
// letter.
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
    Record seen = read();
    while (true) {
      const int changed = change(seen.value);
      const std::lock_guard guard(lock_);
      if (record_.updates == seen.updates) {
        record_ = {changed, seen.updates + 1};
        return;
      }
      seen = record_;
    }
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
