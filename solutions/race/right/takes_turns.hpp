// No lock is held while a change is made: a flag says that somebody is at it, and the others wait
// for the flag.
#pragma once

#include <condition_variable>
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
    std::unique_lock guard(mutex_);
    quiet_.wait(guard, [this] { return !busy_; });
    busy_ = true;
    const int seen = record_.value;
    guard.unlock();
    const Turn turn{*this};
    const int changed = change(seen);
    guard.lock();
    record_ = {changed, record_.updates + 1};
    guard.unlock();
  }

  [[nodiscard]] Record read() const {
    const std::lock_guard guard(mutex_);
    return record_;
  }

 private:
  // Ends the turn, whichever way the change ended.
  struct Turn {
    Database& database;
    ~Turn() {
      const std::lock_guard guard(database.mutex_);
      database.busy_ = false;
      database.quiet_.notify_one();
    }
  };

  mutable std::mutex mutex_;
  std::condition_variable quiet_;
  bool busy_ = false;
  Record record_;
};

}  // namespace threading
