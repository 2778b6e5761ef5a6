#pragma once

#include <functional>
#include <optional>
#include <tuple>
#include <utility>
#include <vector>

#include "threading/errors.hpp"

// What an executor keeps of a task. One thread at a time; a Call owns the task's callable and
// arguments until it has run, and a handle to its future.
namespace threading {

class Call {
 public:
  virtual ~Call() = default;

  // Calls `before_end` when the task is over and gone, and nobody can know of it yet.
  virtual void run(const std::function<void()>& before_end) = 0;
  virtual void cancel() = 0;
  virtual void break_off() = 0;
};

template <class Future, class F, class... A>
class BoundCall : public Call {
 public:
  explicit BoundCall(F function, A... arguments)
      : bound_(std::in_place, std::move(function), std::move(arguments)...) {}

  [[nodiscard]] Future future() const { return future_; }

  void run(const std::function<void()>& before_end) override {
    const bool started = future_.start();
    if (started) future_.keep([this]() -> decltype(auto) { return invoke(); });
    bound_.reset();
    before_end();
    if (started) future_.finish();
  }

  void cancel() override { future_.cancel(); }

  void break_off() override {
    if (!future_.start()) return;
    future_.keep([]() -> std::invoke_result_t<F, A...> {
      throw BrokenThreadPool("the pool's initializer failed");
    });
    future_.finish();
  }

 private:
  decltype(auto) invoke() {
    return std::apply(
        [](auto&... parts) -> decltype(auto) { return std::invoke(std::move(parts)...); }, *bound_);
  }

  Future future_;
  std::optional<std::tuple<F, A...>> bound_;
};

// The futures of one call of map; cancels what has not begun when nobody can read it any more.
template <class Future>
struct Batch {
  Batch() = default;
  Batch(const Batch&) = delete;
  Batch& operator=(const Batch&) = delete;
  ~Batch() {
    for (const Future& future : futures)
      future.cancel();
  }

  std::vector<Future> futures;
};

}  // namespace threading
