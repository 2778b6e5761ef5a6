// verdict: deadlock // judge: explore
// A putter whose time is over does not look once more, though it was woken for room.
#pragma once
#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <limits>
#include <list>
#include <memory>
#include <mutex>
#include <queue>
#include <semaphore>
#include <set>
#include <utility>
#include <vector>
#include "condition/condition.hpp"
#include "lock/lock.hpp"
#include "threading/errors.hpp"
#include "threading/futex.hpp"
#include "threading/time.hpp"
namespace threading {
namespace queue_detail {
template <class T>
class Fifo {
 public:
  void push(T&& item) { items_.push_back(std::move(item)); }
  T& next() { return items_.front(); }
  void pop() { items_.pop_front(); }
  std::size_t size() const { return items_.size(); }
  void clear() { items_.clear(); }

 private:
  std::deque<T> items_;
};
template <class T>
class Lifo {
 public:
  void push(T&& item) { items_.push_back(std::move(item)); }
  T& next() { return items_.back(); }
  void pop() { items_.pop_back(); }
  std::size_t size() const { return items_.size(); }
  void clear() { items_.clear(); }

 private:
  std::list<T> items_;
};
template <class T, class Compare>
class Sorted {
 public:
  void push(T&& item) { items_.emplace(std::move(item)); }
  T& next() { return const_cast<T&>(*items_.begin()); }
  void pop() { items_.erase(items_.begin()); }
  std::size_t size() const { return items_.size(); }
  void clear() { items_.clear(); }

 private:
  std::multiset<T, Compare> items_;
};
template <class T, class Store>
class Base {
 public:
  explicit Base(std::size_t maxsize = 0) : maxsize_(maxsize) {}
  Base(const Base&) = delete;
  Base& operator=(const Base&) = delete;
  void put(T item, bool block = true, Timeout timeout = {}) {
    if (block && timeout && *timeout < Duration::zero()) throw ValueError("negative timeout");
    const Deadline deadline(block ? timeout : Timeout(Duration::zero()));
    std::unique_lock g(m_);
    for (;;) {
      if (shutdown_) throw ShutDown();
      if (has_room()) break;
      if (!block || deadline.passed()) throw Full();
      if (!deadline.moment())
        room_.wait(g);
      else if (room_.wait_until(g, *deadline.moment()) == std::cv_status::timeout)
        throw Full();
    }
    try {
      items_.push(std::move(item));
    } catch (...) {
      room_.notify_one();
      throw;
    }
    ++unfinished_;
    some_.notify_one();
  }
  T get(bool block = true, Timeout timeout = {}) {
    if (block && timeout && *timeout < Duration::zero()) throw ValueError("negative timeout");
    const Deadline deadline(block ? timeout : Timeout(Duration::zero()));
    std::unique_lock g(m_);
    for (;;) {
      if (items_.size() > 0) break;
      if (shutdown_) throw ShutDown();
      if (!block || deadline.passed()) throw Empty();
      sleep(some_, g, deadline);
    }
    try {
      T item(std::move(items_.next()));
      items_.pop();
      room_.notify_one();
      return item;
    } catch (...) {
      some_.notify_one();
      throw;
    }
  }
  void put_nowait(T item) { put(std::move(item), false); }
  T get_nowait() { return get(false); }
  void task_done() {
    std::lock_guard g(m_);
    if (unfinished_ == 0) throw ValueError("task_done() called too many times");
    if (--unfinished_ == 0) done_.notify_all();
  }
  void join() {
    std::unique_lock g(m_);
    while (unfinished_ != 0)
      done_.wait(g);
  }
  void shutdown(bool immediate = false) {
    std::lock_guard g(m_);
    shutdown_ = true;
    if (immediate) {
      unfinished_ -= std::min(unfinished_, items_.size());
      items_.clear();
      if (unfinished_ == 0) done_.notify_all();
    }
    some_.notify_all();
    room_.notify_all();
  }
  std::size_t qsize() const {
    std::lock_guard g(m_);
    return items_.size();
  }
  bool empty() const {
    std::lock_guard g(m_);
    return items_.size() == 0;
  }
  bool full() const {
    std::lock_guard g(m_);
    return !has_room();
  }
  std::size_t maxsize() const { return maxsize_; }
  std::size_t unfinished_tasks() const {
    std::lock_guard g(m_);
    return unfinished_;
  }
  bool is_shutdown() const {
    std::lock_guard g(m_);
    return shutdown_;
  }

 private:
  bool has_room() const { return maxsize_ == 0 || items_.size() < maxsize_; }
  static void sleep(std::condition_variable& cv, std::unique_lock<std::mutex>& g,
                    const Deadline& deadline) {
    if (deadline.moment())
      cv.wait_until(g, *deadline.moment());
    else
      cv.wait(g);
  }
  const std::size_t maxsize_;
  mutable std::mutex m_;
  std::condition_variable some_, room_, done_;
  Store items_;
  std::size_t unfinished_ = 0;
  bool shutdown_ = false;
};
}  // namespace queue_detail

template <class T>
class Queue : public queue_detail::Base<T, queue_detail::Fifo<T>> {
 public:
  using queue_detail::Base<T, queue_detail::Fifo<T>>::Base;
};
template <class T>
class LifoQueue : public queue_detail::Base<T, queue_detail::Lifo<T>> {
 public:
  using queue_detail::Base<T, queue_detail::Lifo<T>>::Base;
};
template <class T, class Compare = std::less<T>>
class PriorityQueue : public queue_detail::Base<T, queue_detail::Sorted<T, Compare>> {
 public:
  using queue_detail::Base<T, queue_detail::Sorted<T, Compare>>::Base;
};

}  // namespace threading
