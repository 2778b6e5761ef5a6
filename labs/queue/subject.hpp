#pragma once

#include <pthread.h>

#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <utility>

#include "threading/time.hpp"

// The student's queues as the scenarios see them: one interface, made and implemented in
// adapter.cpp for the few types that scenarios use. The student's object is part of one block of
// the heap, so that its use after destruction can be seen.
// Beside plain ints, scenarios put Brittles into queues: values, for one thread at a time.
namespace subject {

// What a Brittle throws.
class Broken : public std::exception {
 public:
  [[nodiscard]] const char* what() const noexcept override { return "an item's own exception"; }
};

// A number of each thread's own, at first 0. Not a thread_local variable: with one in the program,
// the explorer is a good deal slower on some machines.
class NumberOfThread {
 public:
  NumberOfThread() { pthread_key_create(&key_, nullptr); }

  [[nodiscard]] int get() const {
    return static_cast<int>(reinterpret_cast<std::intptr_t>(pthread_getspecific(key_)));
  }
  void set(int number) const {
    pthread_setspecific(key_, reinterpret_cast<void*>(std::intptr_t{number}));
  }

 private:
  pthread_key_t key_ = 0;
};

// An item that can be moved but not copied, and whose move or comparison may throw. Where it
// throws, it throws before it has changed anything.
class Brittle {
 public:
  // The calling thread's `nth` move or comparison of an item from now on throws; 0: none does.
  static void break_at(int nth) { countdown.set(nth); }
  // How many more it will do until one throws.
  [[nodiscard]] static int left() { return countdown.get(); }

  Brittle() = default;
  explicit Brittle(int value) : value_(value) {}
  Brittle(Brittle&& other) : value_((touch(), std::exchange(other.value_, -1))) {}
  Brittle& operator=(Brittle&& other) {
    touch();
    value_ = std::exchange(other.value_, -1);
    return *this;
  }
  ~Brittle() = default;

  [[nodiscard]] int value() const { return value_; }  // -1: none, or moved away

  friend bool operator<(const Brittle& left, const Brittle& right) {
    touch();
    return left.value_ < right.value_;
  }

 private:
  static void touch() {
    const int left = countdown.get();
    if (left > 0) countdown.set(left - 1);
    if (left == 1) throw Broken();
  }

  static inline const NumberOfThread countdown;

  int value_ = -1;
};

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
