// Who has to wait leaves a semaphore in a line, the newest first served; each change calls one by
// name, and whoever gives up takes its name out, or passes the call on.
#pragma once

#include <cstddef>
#include <exception>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <semaphore>
#include <utility>

#include "threading/errors.hpp"
#include "threading/time.hpp"

namespace threading {

namespace detail {

class Line {
 public:
  void call_one() {
    if (waiting_.empty()) return;
    waiting_.back()->release();
    waiting_.pop_back();
  }
  void call_all() {
    while (!waiting_.empty())
      call_one();
  }

  // With `guard` locked. Returns when `ready`, or when the time is over and it is not.
  template <class Ready>
  bool await(std::unique_lock<std::mutex>& guard, Ready ready, Timeout timeout) {
    const Deadline deadline(timeout);
    while (!ready()) {
      if (deadline.passed()) return false;
      const auto self = std::make_shared<std::binary_semaphore>(0);
      waiting_.push_back(self);
      guard.unlock();
      const bool called =
          deadline.moment() ? self->try_acquire_until(*deadline.moment()) : (self->acquire(), true);
      guard.lock();
      if (!called) waiting_.remove(self);
    }
    return true;
  }

 private:
  std::list<std::shared_ptr<std::binary_semaphore>> waiting_;
};

template <class T, class Items>
class LinedQueue {
 public:
  explicit LinedQueue(std::size_t maxsize = 0) : maxsize_(maxsize) {}

  void put(T item, bool block = true, Timeout timeout = {}) {
    std::unique_lock guard(mutex_);
    const auto ready = [&] { return over_ || has_room(); };
    if (!await(putters_, guard, ready, block, timeout)) throw Full("full");
    const CallTheNext call_the_next{*this};
    if (over_) throw ShutDown("shut down");
    items_.push(std::move(item));
    ++unfinished_;
  }

  T get(bool block = true, Timeout timeout = {}) {
    std::unique_lock guard(mutex_);
    const auto ready = [&] { return over_ || items_.size() != 0; };
    if (!await(getters_, guard, ready, block, timeout)) throw Empty("empty");
    const CallTheNext call_the_next{*this};
    if (items_.size() == 0) throw ShutDown("shut down");
    T item = std::move(items_.next());
    items_.pop();
    return item;
  }

  void put_nowait(T item) { return put(std::move(item), false); }
  T get_nowait() { return get(false); }

  void task_done() {
    const std::unique_lock guard(mutex_);
    if (unfinished_ == 0) throw ValueError("nothing left to do");
    if (--unfinished_ == 0) joiners_.call_all();
  }

  void join() {
    std::unique_lock guard(mutex_);
    joiners_.await(
        guard, [&] { return unfinished_ == 0; }, std::nullopt);
  }

  void shutdown(bool immediate = false) {
    const std::unique_lock guard(mutex_);
    over_ = true;
    for (; immediate && items_.size() != 0; items_.pop())
      unfinished_ -= unfinished_ != 0;
    if (unfinished_ == 0) joiners_.call_all();
    getters_.call_all();
    putters_.call_all();
  }

  std::size_t qsize() const {
    const std::unique_lock guard(mutex_);
    return items_.size();
  }
  bool empty() const { return qsize() == 0; }
  bool full() const {
    const std::unique_lock guard(mutex_);
    return !has_room();
  }
  std::size_t maxsize() const { return maxsize_; }
  std::size_t unfinished_tasks() const {
    const std::unique_lock guard(mutex_);
    return unfinished_;
  }
  bool is_shutdown() const {
    const std::unique_lock guard(mutex_);
    return over_;
  }

 private:
  // However a call ends: what it left there is for somebody.
  struct CallTheNext {
    LinedQueue& queue;
    ~CallTheNext() {
      if (queue.items_.size() != 0) queue.getters_.call_one();
      if (queue.has_room()) queue.putters_.call_one();
    }
  };

  template <class Ready>
  static bool await(Line& line, std::unique_lock<std::mutex>& guard, Ready ready, bool block,
                    Timeout timeout) {
    if (!block) return ready();
    if (timeout && *timeout < Duration::zero()) throw ValueError("negative timeout");
    return line.await(guard, ready, timeout);
  }

  bool has_room() const { return maxsize_ == 0 || items_.size() < maxsize_; }

  const std::size_t maxsize_;
  mutable std::mutex mutex_;
  Line getters_;
  Line putters_;
  Line joiners_;
  Items items_;
  std::size_t unfinished_ = 0;
  bool over_ = false;
};

template <class T>
struct Oldest {
  std::size_t size() const { return items.size(); }
  void push(T&& item) { items.push_back(std::move(item)); }
  T& next() { return items.front(); }
  void pop() { items.pop_front(); }
  std::list<T> items;
};

template <class T>
struct Newest {
  std::size_t size() const { return items.size(); }
  void push(T&& item) { items.push_front(std::move(item)); }
  T& next() { return items.front(); }
  void pop() { items.pop_front(); }
  std::list<T> items;
};

// The keys stay in their nodes: what is handed out is the value beside them.
template <class T, class Compare>
struct Least {
  struct ByTarget {
    bool operator()(const T* left, const T* right) const { return Compare()(*left, *right); }
  };

  std::size_t size() const { return items.size(); }
  void push(T&& item) {
    auto owned = std::make_unique<T>(std::move(item));
    const T* const key = owned.get();
    items.emplace(key, std::move(owned));
  }
  T& next() { return *items.begin()->second; }
  void pop() { items.erase(items.begin()); }
  std::multimap<const T*, std::unique_ptr<T>, ByTarget> items;
};

}  // namespace detail

template <class T>
using Queue = detail::LinedQueue<T, detail::Oldest<T>>;
template <class T>
using LifoQueue = detail::LinedQueue<T, detail::Newest<T>>;
template <class T, class Compare = std::less<T>>
using PriorityQueue = detail::LinedQueue<T, detail::Least<T, Compare>>;

}  // namespace threading
