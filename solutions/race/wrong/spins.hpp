// verdict: livelock // judge: explore
// Waits for its turn at full speed.
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
    while (busy_.exchange(true)) {
    }
    const Turn turn{busy_};
    record_.value = change(record_.value);
    record_.updates += 1;
  }

  [[nodiscard]] Record read() const {
    while (busy_.exchange(true)) {
    }
    const Turn turn{busy_};
    return record_;
  }

 private:
  struct Turn {
    std::atomic<bool>& busy;
    ~Turn() { busy = false; }
  };

  mutable std::atomic<bool> busy_ = false;
  Record record_;
};

}  // namespace threading
