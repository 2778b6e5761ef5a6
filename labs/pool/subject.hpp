#pragma once

#include <cstddef>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "threading/time.hpp"

// The student's pool as the scenarios see it: concrete classes, defined in adapter.cpp. A template
// here exists for the types that adapter.cpp names, and for no others. Each object of the
// student's is a block of the heap, so that its use after destruction can be seen.
namespace subject {

// A value that can be copied and moved so many times and then throws: for what must hold
// "whatever throws". Not for sharing between threads.
class Fragile {
 public:
  struct Broken {};

  Fragile() = default;
  explicit Fragile(int moves_left) : moves_left_(moves_left) {}
  Fragile(const Fragile& other) : moves_left_(other.moves_left_ - 1) { check(); }
  Fragile(Fragile&& other) : moves_left_(other.moves_left_ - 1) { check(); }
  Fragile& operator=(const Fragile& other) {
    moves_left_ = other.moves_left_ - 1;
    check();
    return *this;
  }
  Fragile& operator=(Fragile&& other) { return *this = std::as_const(other); }
  ~Fragile() = default;

 private:
  void check() const {
    if (moves_left_ < 0) throw Broken();
  }

  int moves_left_ = 0;
};

// A Future<R>; copies are handles of the same one.
template <class R>
class Future {
 public:
  struct Impl;
  using Result = std::conditional_t<std::is_void_v<R>, void, std::add_lvalue_reference_t<const R>>;

  explicit Future(std::unique_ptr<Impl> impl);
  Future(const Future& other);
  Future& operator=(const Future& other);
  ~Future();

  Result result(threading::Timeout timeout = {}) const;
  std::exception_ptr exception(threading::Timeout timeout = {}) const;
  bool cancel() const;
  [[nodiscard]] bool cancelled() const;
  [[nodiscard]] bool running() const;
  [[nodiscard]] bool done() const;
  void add_done_callback(std::function<void(Future)> callback) const;

  bool operator==(const Future& other) const;
  [[nodiscard]] std::size_t hash() const;
  [[nodiscard]] const Impl& impl() const { return *impl_; }

 private:
  std::unique_ptr<Impl> impl_;
};

// What a range-for sees of the range that `map` returns: the next value, nothing at the end.
class Results {
 public:
  struct Impl;
  explicit Results(std::unique_ptr<Impl> impl);
  Results(Results&&) noexcept;
  Results& operator=(Results&&) = delete;
  ~Results();

  std::optional<int> next();

 private:
  std::unique_ptr<Impl> impl_;
};

class ThreadPoolExecutor {
 public:
  explicit ThreadPoolExecutor(std::size_t max_workers, std::function<void()> initializer = {});
  ThreadPoolExecutor(const ThreadPoolExecutor&) = delete;
  ThreadPoolExecutor& operator=(const ThreadPoolExecutor&) = delete;
  ~ThreadPoolExecutor();

  template <class R>
  Future<R> submit(std::function<R()> task);

  // With arguments: two that are copied, one that can only be moved, one whose moves may throw.
  Future<int> submit_length(const std::string& text, int times);
  Future<int> submit_move_only(std::unique_ptr<int> captured, std::unique_ptr<int> argument);
  Future<int> submit_fragile(const Fragile& argument);

  // `inputs` is gone when this returns.
  Results map(const std::function<int(int)>& function, std::vector<int> inputs,
              threading::Timeout timeout = {});

  void shutdown(bool wait = true, bool cancel_futures = false);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

enum class ReturnWhen { first_completed, first_exception, all_completed };

template <class R>
struct Waited {
  std::vector<Future<R>> done;
  std::vector<Future<R>> not_done;
};

template <class R>
Waited<R> wait(const std::vector<Future<R>>& futures, threading::Timeout timeout = {},
               ReturnWhen when = ReturnWhen::all_completed);

// What a range-for sees of the range that `as_completed` returns.
template <class R>
class Completions {
 public:
  struct Impl;
  explicit Completions(std::unique_ptr<Impl> impl);
  Completions(Completions&&) noexcept;
  Completions& operator=(Completions&&) = delete;
  ~Completions();

  std::optional<Future<R>> next();

 private:
  std::unique_ptr<Impl> impl_;
};

template <class R>
Completions<R> as_completed(const std::vector<Future<R>>& futures, threading::Timeout timeout = {});

}  // namespace subject
