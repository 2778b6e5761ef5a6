#pragma once

#include <cstddef>
#include <functional>
#include <memory>

#include "labs/queue/items.hpp"
#include "threading/time.hpp"

// The student's queues as the scenarios see them: one interface, made and implemented in
// adapter.cpp for the few types that scenarios use. The student's object is part of one block of
// the heap, so that its use after destruction can be seen.
namespace subject {

template <class T>
class AnyQueue {
 public:
  AnyQueue() = default;
  AnyQueue(const AnyQueue&) = delete;
  AnyQueue& operator=(const AnyQueue&) = delete;
  virtual ~AnyQueue() = default;

  // Moves the item exactly once on its way to the student's put(T, …).
  void put(T item, bool block = true, threading::Timeout timeout = {}) {
    do_put(std::move(item), block, timeout);
  }
  void put_nowait(T item) { do_put_nowait(std::move(item)); }
  T get(bool block = true, threading::Timeout timeout = {}) { return do_get(block, timeout); }
  virtual T get_nowait() = 0;
  virtual void task_done() = 0;
  virtual void join() = 0;
  virtual void shutdown(bool immediate = false) = 0;

  [[nodiscard]] virtual std::size_t qsize() const = 0;
  [[nodiscard]] virtual bool empty() const = 0;
  [[nodiscard]] virtual bool full() const = 0;
  [[nodiscard]] virtual std::size_t maxsize() const = 0;
  [[nodiscard]] virtual std::size_t unfinished_tasks() const = 0;
  [[nodiscard]] virtual bool is_shutdown() const = 0;

 private:
  virtual void do_put(T&& item, bool block, threading::Timeout timeout) = 0;
  virtual void do_put_nowait(T&& item) = 0;
  virtual T do_get(bool block, threading::Timeout timeout) = 0;
};

// For int and Brittle.
template <class T>
[[nodiscard]] std::unique_ptr<AnyQueue<T>> make_queue(std::size_t maxsize = 0);
template <class T>
[[nodiscard]] std::unique_ptr<AnyQueue<T>> make_lifo_queue(std::size_t maxsize = 0);

// For these with std::less, and for int with std::greater.
template <class T, class Compare = std::less<T>>
[[nodiscard]] std::unique_ptr<AnyQueue<T>> make_priority_queue(std::size_t maxsize = 0);

}  // namespace subject
