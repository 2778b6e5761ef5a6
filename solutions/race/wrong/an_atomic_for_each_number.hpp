// verdict: wrong
// Each number is an atomic, so that nothing races any more; an update is still three steps, and a
// record still two numbers.
#pragma once

#include <atomic>
#include <functional>

namespace threading {

struct Record {
  int value = 0;
  int updates = 0;
};

class Database {
 public:
  void update(const std::function<int(int)>& change) {
    const int seen = value_;
    value_ = change(seen);
    ++updates_;
  }

  [[nodiscard]] Record read() const { return {value_, updates_}; }

 private:
  std::atomic<int> value_ = 0;
  std::atomic<int> updates_ = 0;
};

}  // namespace threading
