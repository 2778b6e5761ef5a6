// verdict: deadlock // judge: explore
// Who is woken when its time is over does not look once more, though it was woken for something.
#pragma once

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

template <class T, class Items>
class AnyOrderQueue {
 public:
  explicit AnyOrderQueue(std::size_t maxsize = 0) : maxsize_(maxsize) {}

  void put(T item, bool block = true, Timeout timeout = {}) {
    std::unique_lock guard(mutex_);
    const auto ready = [this] { return shut_down_ || !is_full(); };
    if (!await(guard, not_full_, ready, block, timeout)) throw Full("the queue is full");
    if (shut_down_) throw ShutDown("the queue is shut down");
    try {
      items_.push(std::move(item));
    } catch (...) {
      not_full_.notify_one();
      throw;
    }
    ++unfinished_;
    not_empty_.notify_one();
  }

  T get(bool block = true, Timeout timeout = {}) {
    std::unique_lock guard(mutex_);
    const auto ready = [this] { return shut_down_ || items_.size() > 0; };
    if (!await(guard, not_empty_, ready, block, timeout)) throw Empty("the queue is empty");
    if (items_.size() == 0) throw ShutDown("the queue is shut down");
    const Removal removal{*this};
    return T(std::move(items_.next()));
  }

  void put_nowait(T item) { put(std::move(item), false); }
  T get_nowait() { return get(false); }

  void task_done() {
    const std::lock_guard guard(mutex_);
    if (unfinished_ == 0) throw ValueError("task_done() called too often");
    if (--unfinished_ == 0) all_done_.notify_all();
  }

  void join() {
    std::unique_lock guard(mutex_);
    all_done_.wait(guard, [this] { return unfinished_ == 0; });
  }

  void shutdown(bool immediate = false) {
    const std::lock_guard guard(mutex_);
    shut_down_ = true;
    if (immediate) {
      for (; items_.size() > 0; items_.pop())
        if (unfinished_ > 0) --unfinished_;
      if (unfinished_ == 0) all_done_.notify_all();
    }
    not_empty_.notify_all();
    not_full_.notify_all();
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
  struct Removal {
    AnyOrderQueue& queue;
    int exceptions_before = std::uncaught_exceptions();

    ~Removal() {
      if (std::uncaught_exceptions() > exceptions_before) {
        queue.not_empty_.notify_one();
      } else {
        queue.items_.pop();
        queue.not_full_.notify_one();
      }
    }
  };

  template <class Ready>
  static bool await(std::unique_lock<std::mutex>& guard, std::condition_variable& condition,
                    Ready ready, bool block, Timeout timeout) {
    if (!block) return ready();
    if (timeout && *timeout < Duration::zero()) throw ValueError("negative timeout");
    const Deadline deadline(timeout);
    while (!ready()) {
      if (!deadline.moment()) {
        condition.wait(guard);
      } else if (condition.wait_until(guard, *deadline.moment()) == std::cv_status::timeout) {
        return false;
      }
    }
    return true;
  }

  bool is_full() const { return maxsize_ > 0 && items_.size() >= maxsize_; }

  const std::size_t maxsize_;
  mutable std::mutex mutex_;
  std::condition_variable not_empty_;
  std::condition_variable not_full_;
  std::condition_variable all_done_;
  Items items_;
  std::size_t unfinished_ = 0;
  bool shut_down_ = false;
};

template <class T>
struct OldestFirst {
  std::size_t size() const { return items.size(); }
  void push(T&& item) { items.push_back(std::move(item)); }
  T& next() { return items.front(); }
  void pop() { items.pop_front(); }

  std::deque<T> items;
};

template <class T>
struct NewestFirst {
  std::size_t size() const { return items.size(); }
  void push(T&& item) { items.push_back(std::move(item)); }
  T& next() { return items.back(); }
  void pop() { items.pop_back(); }

  std::deque<T> items;
};

template <class T, class Compare>
struct SmallestFirst {
  std::size_t size() const { return items.size(); }
  void push(T&& item) { items.insert(std::move(item)); }
  T& next() { return const_cast<T&>(*items.begin()); }
  void pop() { items.erase(items.begin()); }

  std::multiset<T, Compare> items;
};

template <class T>
using Queue = AnyOrderQueue<T, OldestFirst<T>>;

template <class T>
using LifoQueue = AnyOrderQueue<T, NewestFirst<T>>;

template <class T, class Compare = std::less<T>>
using PriorityQueue = AnyOrderQueue<T, SmallestFirst<T, Compare>>;

}  // namespace threading
