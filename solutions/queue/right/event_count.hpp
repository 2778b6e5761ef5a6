// No condition of the library: three event counts, each a futex word that grows with every change.
// Who waits reads it, looks once more, and sleeps for as long as it has not grown. Items are held
// by pointer: in a ring that grows, in a vector as a stack, and in a sorted vector.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "threading/errors.hpp"
#include "threading/futex.hpp"
#include "threading/time.hpp"

namespace threading {

namespace detail {

class EventCount {
 public:
  void advance() {
    ++count_;
    futex_wake(count_, kEveryone);
  }

  // With `lock` held by the caller. False: the time is over.
  template <class Ready>
  bool await(std::mutex& lock, Ready ready, Timeout timeout) {
    const Deadline deadline(timeout);
    while (!ready()) {
      if (deadline.passed()) return false;
      const std::uint32_t seen = count_;
      lock.unlock();
      futex_wait(count_, seen, deadline.left());
      lock.lock();
    }
    return true;
  }

 private:
  std::atomic<std::uint32_t> count_ = 0;
};

template <class T>
class Ring {
 public:
  using Item = std::unique_ptr<T>;

  std::size_t size() const { return size_; }
  void push(Item& item) {
    if (size_ == slots_.size()) grow();
    slots_[(first_ + size_++) % slots_.size()] = std::move(item);
  }
  T& next() { return *slots_[first_]; }
  void pop() {
    slots_[first_].reset();
    first_ = (first_ + 1) % slots_.size();
    --size_;
  }

 private:
  void grow() {
    std::vector<Item> larger(2 * slots_.size() + 1);
    for (std::size_t i = 0; i < size_; ++i)
      larger[i] = std::move(slots_[(first_ + i) % slots_.size()]);
    slots_.swap(larger);
    first_ = 0;
  }

  std::vector<Item> slots_;
  std::size_t first_ = 0;
  std::size_t size_ = 0;
};

template <class T>
struct Stack {
  std::size_t size() const { return items.size(); }
  void push(std::unique_ptr<T>& item) { items.push_back(std::move(item)); }
  T& next() { return *items.back(); }
  void pop() { items.pop_back(); }

  std::vector<std::unique_ptr<T>> items;
};

// The next one last: its place is found by bisection, and taken without another comparison.
template <class T, class Compare>
struct Sorted : Stack<T> {
  void push(std::unique_ptr<T>& item) {
    const auto after = [&](const auto& other) { return Compare()(*item, *other); };
    auto& items = this->items;
    items.insert(std::partition_point(items.begin(), items.end(), after), std::move(item));
  }
};

template <class T, class Items>
class CountedQueue {
 public:
  explicit CountedQueue(std::size_t maxsize = 0) : maxsize_(maxsize) {}

  void put(T item, bool block = true, Timeout timeout = {}) {
    check(block, timeout);
    auto node = std::make_unique<T>(std::move(item));
    const std::lock_guard guard(lock_);
    const auto ready = [this] { return ended_ || !crowded(); };
    if (!taken_.await(lock_, ready, block ? timeout : Timeout(0))) throw Full();
    if (ended_) throw ShutDown();
    items_.push(node);
    ++unfinished_;
    put_.advance();
  }

  T get(bool block = true, Timeout timeout = {}) {
    check(block, timeout);
    const std::lock_guard guard(lock_);
    const auto ready = [this] { return ended_ || items_.size() > 0; };
    if (!put_.await(lock_, ready, block ? timeout : Timeout(0))) throw Empty();
    if (items_.size() == 0) throw ShutDown();
    T item(std::move(items_.next()));  // everybody was woken for it: nobody need be told again
    items_.pop();
    taken_.advance();
    return item;
  }

  void put_nowait(T item) { put(std::move(item), false); }
  T get_nowait() { return get(false); }

  void task_done() {
    const std::lock_guard guard(lock_);
    if (unfinished_ == 0) throw ValueError();
    if (--unfinished_ == 0) done_.advance();
  }

  void join() {
    const std::lock_guard guard(lock_);
    done_.await(lock_, [this] { return unfinished_ == 0; }, {});
  }

  void shutdown(bool immediate = false) {
    const std::lock_guard guard(lock_);
    ended_ = true;
    while (immediate && items_.size() > 0) {
      items_.pop();
      if (unfinished_ > 0) --unfinished_;
    }
    for (EventCount* event : {&put_, &taken_, &done_})
      event->advance();
  }

  std::size_t qsize() const { return locked()->items_.size(); }
  bool empty() const { return qsize() == 0; }
  bool full() const { return locked()->crowded(); }
  std::size_t maxsize() const { return maxsize_; }
  std::size_t unfinished_tasks() const { return locked()->unfinished_; }
  bool is_shutdown() const { return ended_; }

 private:
  static void check(bool block, Timeout timeout) {
    if (block && timeout && *timeout < Duration(0)) throw ValueError("negative timeout");
  }

  // This queue, locked for as long as the result lives: to the end of an expression.
  struct Locked {
    const CountedQueue* operator->() const { return queue; }
    const CountedQueue* queue;
    std::unique_lock<std::mutex> guard;
  };
  Locked locked() const { return {this, std::unique_lock(lock_)}; }

  bool crowded() const { return maxsize_ > 0 && items_.size() >= maxsize_; }

  const std::size_t maxsize_;
  mutable std::mutex lock_;
  EventCount put_;
  EventCount taken_;
  EventCount done_;
  Items items_;
  std::size_t unfinished_ = 0;
  std::atomic<bool> ended_ = false;
};

}  // namespace detail

template <class T>
using Queue = detail::CountedQueue<T, detail::Ring<T>>;
template <class T>
using LifoQueue = detail::CountedQueue<T, detail::Stack<T>>;
template <class T, class Compare = std::less<T>>
using PriorityQueue = detail::CountedQueue<T, detail::Sorted<T, Compare>>;

}  // namespace threading
