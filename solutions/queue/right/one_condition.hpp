// A monitor at its plainest: one lock, one condition, and every change wakes everybody. Items lie
// in nodes that are made before the lock is taken, so that nothing can throw with it held but a
// comparison and the last move.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <exception>
#include <functional>
#include <list>
#include <mutex>
#include <utility>

#include "threading/errors.hpp"
#include "threading/time.hpp"

namespace threading {

template <class T>
class Queue {
 public:
  explicit Queue(std::size_t maxsize = 0) : maxsize_(maxsize) {}
  virtual ~Queue() = default;
  Queue(const Queue&) = delete;
  Queue& operator=(const Queue&) = delete;

  void put(T item, bool block = true, Timeout timeout = {}) {
    Items node;
    node.push_back(std::move(item));
    std::unique_lock guard(mutex_);
    wait_while(guard, block, timeout, [this] { return !shut_down_ && has_no_room(); });
    if (shut_down_) throw ShutDown("put into a queue that is shut down");
    if (has_no_room()) throw Full("no room");
    items_.splice(place_for(items_, node.front()), node);
    unfinished_ += 1;
    changed_.notify_all();
  }

  T get(bool block = true, Timeout timeout = {}) {
    std::unique_lock guard(mutex_);
    wait_while(guard, block, timeout, [this] { return !shut_down_ && items_.empty(); });
    if (items_.empty()) {
      if (shut_down_) throw ShutDown("get from a queue that is shut down");
      throw Empty("no item");
    }
    Items taken;
    taken.splice(taken.begin(), items_, items_.begin());
    const GiveBack give_back{*this, taken};
    return T(std::move(taken.front()));
  }

  void put_nowait(T item) { put(std::move(item), false); }
  T get_nowait() { return get(false); }

  void task_done() {
    const std::lock_guard guard(mutex_);
    if (unfinished_ == 0) throw ValueError("more tasks done than put");
    unfinished_ -= 1;
    changed_.notify_all();
  }

  void join() {
    std::unique_lock guard(mutex_);
    while (unfinished_ != 0)
      changed_.wait(guard);
  }

  void shutdown(bool immediate = false) {
    const std::lock_guard guard(mutex_);
    shut_down_ = true;
    if (immediate) {
      unfinished_ -= unfinished_ < items_.size() ? unfinished_ : items_.size();
      items_.clear();
    }
    changed_.notify_all();
  }

  std::size_t qsize() {
    return with_lock([this] { return items_.size(); });
  }
  bool empty() {
    return with_lock([this] { return items_.empty(); });
  }
  bool full() {
    return with_lock([this] { return has_no_room(); });
  }
  std::size_t maxsize() { return maxsize_; }
  std::size_t unfinished_tasks() {
    return with_lock([this] { return unfinished_; });
  }
  bool is_shutdown() {
    return with_lock([this] { return shut_down_; });
  }

 protected:
  using Items = std::list<T>;

  // Before which item a new one goes; the first one is the next to be handed out.
  virtual typename Items::iterator place_for(Items& items, const T& /*item*/) {
    return items.end();
  }

 private:
  struct GiveBack {
    Queue& queue;
    Items& taken;
    int exceptions = std::uncaught_exceptions();

    ~GiveBack() {
      if (std::uncaught_exceptions() > exceptions) queue.items_.splice(queue.items_.begin(), taken);
      queue.changed_.notify_all();
    }
  };

  template <class Blocked>
  void wait_while(std::unique_lock<std::mutex>& guard, bool block, Timeout timeout,
                  Blocked blocked) {
    if (!block) return;
    if (timeout && timeout->count() < 0) throw ValueError("negative timeout");
    const Deadline deadline(timeout);
    while (blocked()) {
      if (!timeout)
        changed_.wait(guard);
      else if (changed_.wait_until(guard, *deadline.moment()) == std::cv_status::timeout)
        return;
    }
  }

  template <class Read>
  auto with_lock(Read read) {
    const std::lock_guard guard(mutex_);
    return read();
  }

  bool has_no_room() const { return maxsize_ != 0 && items_.size() >= maxsize_; }

  const std::size_t maxsize_;
  std::mutex mutex_;
  std::condition_variable changed_;
  Items items_;
  std::size_t unfinished_ = 0;
  bool shut_down_ = false;
};

template <class T>
class LifoQueue : public Queue<T> {
 public:
  explicit LifoQueue(std::size_t maxsize = 0) : Queue<T>(maxsize) {}

 protected:
  using typename Queue<T>::Items;
  typename Items::iterator place_for(Items& items, const T& /*item*/) override {
    return items.begin();
  }
};

template <class T, class Compare = std::less<T>>
class PriorityQueue : public Queue<T> {
 public:
  explicit PriorityQueue(std::size_t maxsize = 0) : Queue<T>(maxsize) {}

 protected:
  using typename Queue<T>::Items;
  typename Items::iterator place_for(Items& items, const T& item) override {
    auto place = items.begin();
    while (place != items.end() && !compare_(item, *place))
      ++place;
    return place;
  }

 private:
  Compare compare_;
};

}  // namespace threading
