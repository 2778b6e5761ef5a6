#pragma once

#include <algorithm>
#include <cstddef>
#include <deque>
#include <exception>
#include <functional>
#include <mutex>
#include <set>
#include <utility>

#include "condition/condition.hpp"
#include "lock/lock.hpp"
#include "threading/errors.hpp"
#include "threading/time.hpp"

namespace threading {

namespace detail {

// Python's Queue, whatever the order of its items: one lock, and one condition for each thing that
// a thread may wait for. `Items` keeps the items: push(T&&) changes nothing where it throws;
// next() is the item to hand out, pop() drops it and cannot throw.
//
// Any thread may call any function. It owns its items. Errors: Full, Empty, ShutDown, ValueError;
// whatever throws, a type's move or comparison too, changes nothing.
//
// Memory ordering: that of its lock; who gets an item sees all that happened before its put.
template <class T, class Items>
class BlockingQueue {
 public:
  explicit BlockingQueue(std::size_t maxsize = 0) : maxsize_(maxsize) {}

  void put(T item, bool block = true, Timeout timeout = {}) {
    const std::lock_guard guard(lock_);
    const auto ready = [this] { return shut_down_ || !is_full(); };
    if (!await(not_full_, ready, block, timeout)) throw Full("the queue is full");
    if (shut_down_) throw ShutDown("the queue is shut down");
    add(std::move(item));
  }

  T get(bool block = true, Timeout timeout = {}) {
    const std::lock_guard guard(lock_);
    const auto ready = [this] { return shut_down_ || items_.size() > 0; };
    if (!await(not_empty_, ready, block, timeout)) throw Empty("the queue is empty");
    if (items_.size() == 0) throw ShutDown("the queue is shut down");
    const Removal removal(*this);
    return T(std::move(items_.next()));
  }

  void put_nowait(T item) { put(std::move(item), false); }
  T get_nowait() { return get(false); }

  void task_done() {
    const std::lock_guard guard(lock_);
    if (unfinished_ == 0) throw ValueError("task_done() called more often than items were put");
    if (--unfinished_ == 0) all_done_.notify_all();
  }

  void join() {
    const std::lock_guard guard(lock_);
    all_done_.wait_for([this] { return unfinished_ == 0; });
  }

  void shutdown(bool immediate = false) {
    Items dropped;  // destroyed last, without the lock: an item's destructor may call anything
    const std::lock_guard guard(lock_);
    shut_down_ = true;
    if (immediate) {
      unfinished_ -= std::min(unfinished_, items_.size());  // less what was marked early
      std::swap(items_, dropped);
      if (unfinished_ == 0) all_done_.notify_all();
    }
    not_empty_.notify_all();
    not_full_.notify_all();
  }

  std::size_t qsize() const {
    return locked([this] { return items_.size(); });
  }
  bool empty() const { return qsize() == 0; }
  bool full() const {
    return locked([this] { return is_full(); });
  }
  std::size_t maxsize() const { return maxsize_; }
  std::size_t unfinished_tasks() const {
    return locked([this] { return unfinished_; });
  }
  bool is_shutdown() const {
    return locked([this] { return shut_down_; });
  }

 private:
  // The end of a get(), in either case. Not before its caller has the item is it taken off: the
  // move may throw. Then it is still there, and the next in line must hear of it.
  class Removal {
   public:
    explicit Removal(BlockingQueue& queue) : queue_(queue) {}
    ~Removal() {
      if (std::uncaught_exceptions() > exceptions_before_) {
        queue_.not_empty_.notify();
      } else {
        queue_.items_.pop();
        queue_.not_full_.notify();
      }
    }

   private:
    BlockingQueue& queue_;
    const int exceptions_before_ = std::uncaught_exceptions();
  };

  // With the lock held: waits until `ready`, as long as it may.
  template <class Ready>
  static bool await(Condition<Lock>& condition, Ready ready, bool block, Timeout timeout) {
    if (!block) return ready();
    if (timeout && *timeout < Duration::zero()) throw ValueError("timeout must not be negative");
    return condition.wait_for(ready, timeout);
  }

  void add(T&& item) {
    try {
      items_.push(std::move(item));
    } catch (...) {
      not_full_.notify();  // there is still room, and the next in line must hear of it
      throw;
    }
    ++unfinished_;
    not_empty_.notify();
  }

  template <class Read>
  auto locked(Read read) const {
    const std::lock_guard guard(lock_);
    return read();
  }

  [[nodiscard]] bool is_full() const { return maxsize_ > 0 && items_.size() >= maxsize_; }

  const std::size_t maxsize_;
  mutable Lock lock_;  // guards what follows
  Condition<Lock> not_empty_{lock_};
  Condition<Lock> not_full_{lock_};
  Condition<Lock> all_done_{lock_};
  Items items_;
  std::size_t unfinished_ = 0;
  bool shut_down_ = false;
};

template <class T>
class FirstInFirstOut {
 public:
  [[nodiscard]] std::size_t size() const { return items_.size(); }
  void push(T&& item) { items_.push_back(std::move(item)); }
  T& next() { return items_.front(); }
  void pop() { items_.pop_front(); }

 private:
  std::deque<T> items_;
};

template <class T>
class LastInFirstOut {
 public:
  [[nodiscard]] std::size_t size() const { return items_.size(); }
  void push(T&& item) { items_.push_back(std::move(item)); }
  T& next() { return items_.back(); }
  void pop() { items_.pop_back(); }

 private:
  std::deque<T> items_;
};

// A tree rather than a heap: where a comparison throws, a heap is left half sifted.
template <class T, class Compare>
class SmallestFirst {
 public:
  [[nodiscard]] std::size_t size() const { return items_.size(); }
  void push(T&& item) { items_.insert(std::move(item)); }
  // Its value may be moved away although the tree is ordered by it: pop() comes next, without
  // another comparison.
  T& next() { return const_cast<T&>(*items_.begin()); }
  void pop() { items_.erase(items_.begin()); }

 private:
  std::multiset<T, Compare> items_;
};

}  // namespace detail

template <class T>
using Queue = detail::BlockingQueue<T, detail::FirstInFirstOut<T>>;

template <class T>
using LifoQueue = detail::BlockingQueue<T, detail::LastInFirstOut<T>>;

template <class T, class Compare = std::less<T>>
using PriorityQueue = detail::BlockingQueue<T, detail::SmallestFirst<T, Compare>>;

}  // namespace threading
