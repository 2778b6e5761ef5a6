// verdict: wrong // judge: explore
// Waits until a time of the wall clock: who sets that makes it wait too long, or not at all.
#pragma once

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <exception>
#include <functional>
#include <mutex>
#include <set>
#include <utility>

#include "threading/errors.hpp"
#include "threading/time.hpp"

namespace threading {

namespace detail {

template <class T, class Items>
class GuardedQueue {
 public:
  explicit GuardedQueue(std::size_t maxsize = 0) : maxsize_(maxsize) {}

  void put(T item, bool block = true, Timeout timeout = {}) {
    std::unique_lock guard(mutex_);
    wait_until(guard, room_, block, timeout, [this] { return shut_down_ || !is_full(); });
    if (shut_down_) throw ShutDown("the queue is shut down");
    if (is_full()) throw Full("the queue is full");
    try {
      items_.insert(std::move(item));
    } catch (...) {
      room_.notify_one();  // what this thread may have been woken for is there for another
      throw;
    }
    ++unfinished_;
    filled_.notify_one();
  }

  T get(bool block = true, Timeout timeout = {}) {
    std::unique_lock guard(mutex_);
    wait_until(guard, filled_, block, timeout, [this] { return shut_down_ || items_.size() > 0; });
    if (items_.size() == 0 && shut_down_) throw ShutDown("the queue is shut down");
    if (items_.size() == 0) throw Empty("the queue is empty");
    const Departure departure{*this};
    return T(std::move(items_.front()));
  }

  void put_nowait(T item) { put(std::move(item), false); }
  T get_nowait() { return get(false); }

  void task_done() {
    const std::lock_guard guard(mutex_);
    if (unfinished_ == 0) throw ValueError("task_done() called more often than items were put");
    if (--unfinished_ == 0) finished_.notify_all();
  }

  void join() {
    std::unique_lock guard(mutex_);
    finished_.wait(guard, [this] { return unfinished_ == 0; });
  }

  void shutdown(bool immediate = false) {
    const std::lock_guard guard(mutex_);
    shut_down_ = true;
    if (immediate) {
      unfinished_ -= std::min(unfinished_, items_.size());  // less what was marked early
      while (items_.size() > 0)
        items_.erase();
      if (unfinished_ == 0) finished_.notify_all();
    }
    filled_.notify_all();
    room_.notify_all();
  }

  std::size_t qsize() const {
    const std::lock_guard guard(mutex_);
    return items_.size();
  }
  bool empty() const { return qsize() == 0; }
  bool full() const {
    const std::lock_guard guard(mutex_);
    return is_full();
  }
  std::size_t maxsize() const { return maxsize_; }
  std::size_t unfinished_tasks() const {
    const std::lock_guard guard(mutex_);
    return unfinished_;
  }
  bool is_shutdown() const {
    const std::lock_guard guard(mutex_);
    return shut_down_;
  }

 private:
  struct Departure {
    GuardedQueue& queue;
    int exceptions_before = std::uncaught_exceptions();

    ~Departure() {
      if (std::uncaught_exceptions() > exceptions_before) {
        queue.filled_.notify_one();
      } else {
        queue.items_.erase();
        queue.room_.notify_one();
      }
    }
  };

  // No later than a day from now.
  static std::chrono::system_clock::time_point time_of_the_wall(const Deadline& deadline) {
    const Duration most = std::chrono::hours(24);
    return std::chrono::system_clock::now() + std::min(deadline.left().value_or(most), most);
  }

  template <class Ready>
  static void wait_until(std::unique_lock<std::mutex>& guard, std::condition_variable& condition,
                         bool block, Timeout timeout, Ready ready) {
    if (!block) return;
    if (timeout && *timeout < Duration::zero()) throw ValueError("timeout must not be negative");
    const Deadline deadline(timeout);
    if (deadline.moment())
      condition.wait_until(guard, time_of_the_wall(deadline), ready);
    else
      condition.wait(guard, ready);
  }

  [[nodiscard]] bool is_full() const { return maxsize_ > 0 && items_.size() >= maxsize_; }

  const std::size_t maxsize_;
  mutable std::mutex mutex_;  // guards what follows
  std::condition_variable filled_;
  std::condition_variable room_;
  std::condition_variable finished_;
  Items items_;
  std::size_t unfinished_ = 0;
  bool shut_down_ = false;
};

template <class T>
class OldestFirst {
 public:
  [[nodiscard]] std::size_t size() const { return items_.size(); }
  void insert(T&& item) { items_.push_back(std::move(item)); }
  T& front() { return items_.front(); }
  void erase() { items_.pop_front(); }

 private:
  std::deque<T> items_;
};

template <class T>
class NewestFirst {
 public:
  [[nodiscard]] std::size_t size() const { return items_.size(); }
  void insert(T&& item) { items_.push_back(std::move(item)); }
  T& front() { return items_.back(); }
  void erase() { items_.pop_back(); }

 private:
  std::deque<T> items_;
};

template <class T, class Compare>
class Ordered {
 public:
  [[nodiscard]] std::size_t size() const { return items_.size(); }
  void insert(T&& item) { items_.insert(std::move(item)); }
  T& front() { return const_cast<T&>(*items_.begin()); }  // moved from only to be erased next
  void erase() { items_.erase(items_.begin()); }

 private:
  std::multiset<T, Compare> items_;  // unlike a heap, whole even where a comparison throws
};

}  // namespace detail

template <class T>
class Queue : public detail::GuardedQueue<T, detail::OldestFirst<T>> {
 public:
  using detail::GuardedQueue<T, detail::OldestFirst<T>>::GuardedQueue;
};

template <class T>
class LifoQueue : public detail::GuardedQueue<T, detail::NewestFirst<T>> {
 public:
  using detail::GuardedQueue<T, detail::NewestFirst<T>>::GuardedQueue;
};

template <class T, class Compare = std::less<T>>
class PriorityQueue : public detail::GuardedQueue<T, detail::Ordered<T, Compare>> {
 public:
  using detail::GuardedQueue<T, detail::Ordered<T, Compare>>::GuardedQueue;
};

}  // namespace threading
