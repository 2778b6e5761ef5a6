// The threads that wait for the same set share an object, which that set marks and lets go of:
// later sets and clears cannot reach it.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <utility>

#include "threading/time.hpp"

namespace threading {

class Event {
 public:
  Event() = default;
  Event(const Event&) = delete;
  Event& operator=(const Event&) = delete;

  [[nodiscard]] bool is_set() const {
    const std::lock_guard guard(mutex_);
    return is_set_;
  }

  void set() {
    const std::lock_guard guard(mutex_);
    is_set_ = true;
    const std::shared_ptr<Round> round = std::exchange(round_, nullptr);
    if (round == nullptr) return;
    round->is_freed = true;
    round->freed.notify_all();
  }

  void clear() {
    const std::lock_guard guard(mutex_);
    is_set_ = false;
  }

  bool wait(Timeout timeout = {}) {
    const Deadline deadline(timeout);
    std::unique_lock guard(mutex_);
    if (is_set_) return true;
    if (round_ == nullptr) round_ = std::make_shared<Round>();
    const std::shared_ptr<Round> round = round_;
    const auto is_freed = [&round] { return round->is_freed; };
    if (timeout) return round->freed.wait_until(guard, *deadline.moment(), is_freed);
    round->freed.wait(guard, is_freed);
    return true;
  }

 private:
  struct Round {
    bool is_freed = false;
    std::condition_variable freed;
  };

  mutable std::mutex mutex_;
  bool is_set_ = false;
  std::shared_ptr<Round> round_;
};

}  // namespace threading
