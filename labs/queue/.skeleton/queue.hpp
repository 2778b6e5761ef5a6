#pragma once

#include <cstddef>
#include <functional>

#include "condition/condition.hpp"
#include "lock/lock.hpp"
#include "threading/errors.hpp"
#include "threading/time.hpp"

namespace threading {

// Python's Queue: hands items from thread to thread, first in, first out.
// `./lockstep readme queue` has the contract; what you may build on is included above.
template <class T>
class Queue {
 public:
  explicit Queue(std::size_t /*maxsize*/ = 0) {}
  Queue(const Queue&) = delete;
  Queue& operator=(const Queue&) = delete;

  void put(T /*item*/, bool /*block*/ = true, Timeout /*timeout*/ = {}) {}  // to do

  T get(bool /*block*/ = true, Timeout /*timeout*/ = {}) {
    throw RuntimeError("to do: hand out an item");
  }

  void put_nowait(T /*item*/) {}  // to do

  T get_nowait() { throw RuntimeError("to do: hand out an item if there is one"); }

  void task_done() {}                           // to do
  void join() {}                                // to do
  void shutdown(bool /*immediate*/ = false) {}  // to do

  std::size_t qsize() const { return 0; }             // to do
  bool empty() const { return false; }                // to do
  bool full() const { return false; }                 // to do
  std::size_t maxsize() const { return 0; }           // to do
  std::size_t unfinished_tasks() const { return 0; }  // to do
  bool is_shutdown() const { return false; }          // to do
};

// To do: last in, first out. What do the three have in common, and where does it belong?
template <class T>
class LifoQueue : public Queue<T> {
 public:
  using Queue<T>::Queue;
};

// To do: the smallest first.
template <class T, class Compare = std::less<T>>
class PriorityQueue : public Queue<T> {
 public:
  using Queue<T>::Queue;
};

}  // namespace threading
