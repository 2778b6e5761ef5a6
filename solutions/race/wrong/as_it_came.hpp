// verdict: race
// Reads, waits, writes back: who came in between is forgotten.
#pragma once

#include <functional>

namespace threading {

struct Record {
  int value = 0;
  int updates = 0;
};

class Database {
 public:
  void update(const std::function<int(int)>& change) {
    const int seen = record_.value;
    const int changed = change(seen);
    record_.value = changed;
    record_.updates += 1;
  }

  [[nodiscard]] Record read() const { return record_; }

 private:
  Record record_;
};

}  // namespace threading
