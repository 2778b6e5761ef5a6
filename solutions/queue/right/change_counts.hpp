// No condition anywhere: for each thing to wait for, a word that counts its changes, and a sleep in
// the kernel until it counts on. What `get` returns may be moved once more on its way: its scope is
// not the whole function.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <list>
#include <mutex>
#include <set>
#include <utility>

#include "threading/errors.hpp"
#include "threading/futex.hpp"
#include "threading/time.hpp"

namespace threading {

namespace detail {

// Guarded by the queue's mutex, but for the count.
class Changes {
 public:
  void note() {
    if (sleepers_ == 0) return;
    ++count_;
    futex_wake(count_, std::numeric_limits<int>::max());
  }

  void sleep(std::unique_lock<std::mutex>& guard, const Deadline& deadline) {
    const std::uint32_t seen = count_;
    ++sleepers_;
    guard.unlock();
    futex_wait(count_, seen, deadline.left());
    guard.lock();
    --sleepers_;
  }

 private:
  std::atomic<std::uint32_t> count_ = 0;
  std::uint32_t sleepers_ = 0;
};

template <class T, class Items>
class CountingQueue {
 public:
  explicit CountingQueue(std::size_t maxsize = 0) : maxsize_(maxsize) {}

  void put(T item, bool block = true, Timeout timeout = {}) {
    std::unique_lock guard(mutex_);
    const auto ready = [this] { return shut_down_ || !is_full(); };
    if (!await(guard, gets_, ready, block, timeout)) throw Full("the queue is full");
    if (shut_down_) throw ShutDown("the queue is shut down");
    try {
      items_.push(std::move(item));
    } catch (...) {
      gets_.note();
      throw;
    }
    ++unfinished_;
    puts_.note();
  }

  T get(bool block = true, Timeout timeout = {}) {
    std::unique_lock guard(mutex_);
    const auto ready = [this] { return shut_down_ || items_.size() > 0; };
    if (!await(guard, puts_, ready, block, timeout)) throw Empty("the queue is empty");
    if (items_.size() == 0) throw ShutDown("the queue is shut down");
    try {
      T item = std::move(items_.next());
      items_.pop();
      gets_.note();
      return item;
    } catch (...) {
      puts_.note();
      throw;
    }
  }

  void put_nowait(T item) { put(std::move(item), false); }
  T get_nowait() { return get(false); }

  void task_done() {
    const std::lock_guard guard(mutex_);
    if (unfinished_ == 0) throw ValueError("task_done() called too often");
    if (--unfinished_ == 0) ends_.note();
  }

  void join() {
    std::unique_lock guard(mutex_);
    await(guard, ends_, [this] { return unfinished_ == 0; }, true, {});
  }

  void shutdown(bool immediate = false) {
    const std::lock_guard guard(mutex_);
    shut_down_ = true;
    for (; immediate && items_.size() > 0; items_.pop())
      if (unfinished_ > 0) --unfinished_;
    puts_.note();
    gets_.note();
    ends_.note();
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
  template <class Ready>
  static bool await(std::unique_lock<std::mutex>& guard, Changes& changes, Ready ready, bool block,
                    Timeout timeout) {
    if (!block) return ready();
    if (timeout && *timeout < Duration::zero()) throw ValueError("negative timeout");
    const Deadline deadline(timeout);
    while (!ready()) {
      if (deadline.passed()) return false;
      changes.sleep(guard, deadline);
    }
    return true;
  }

  [[nodiscard]] bool is_full() const { return maxsize_ > 0 && items_.size() >= maxsize_; }

  const std::size_t maxsize_;
  mutable std::mutex mutex_;  // guards what follows
  Changes puts_;
  Changes gets_;
  Changes ends_;
  Items items_;
  std::size_t unfinished_ = 0;
  bool shut_down_ = false;
};

template <class T>
class OldestFirst {
 public:
  [[nodiscard]] std::size_t size() const { return items_.size(); }
  void push(T&& item) { items_.push_back(std::move(item)); }
  T& next() { return items_.front(); }
  void pop() { items_.pop_front(); }

 private:
  std::list<T> items_;
};

template <class T>
class NewestFirst {
 public:
  [[nodiscard]] std::size_t size() const { return items_.size(); }
  void push(T&& item) { items_.push_front(std::move(item)); }
  T& next() { return items_.front(); }
  void pop() { items_.pop_front(); }

 private:
  std::list<T> items_;
};

template <class T, class Compare>
class LeastFirst {
 public:
  [[nodiscard]] std::size_t size() const { return items_.size(); }
  void push(T&& item) { items_.insert(std::move(item)); }
  T& next() { return const_cast<T&>(*items_.begin()); }
  void pop() { items_.erase(items_.begin()); }

 private:
  std::multiset<T, Compare> items_;
};

}  // namespace detail

template <class T>
using Queue = detail::CountingQueue<T, detail::OldestFirst<T>>;

template <class T>
using LifoQueue = detail::CountingQueue<T, detail::NewestFirst<T>>;

template <class T, class Compare = std::less<T>>
using PriorityQueue = detail::CountingQueue<T, detail::LeastFirst<T, Compare>>;

}  // namespace threading
