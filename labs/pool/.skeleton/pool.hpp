#pragma once

#include <cstddef>
#include <exception>
#include <functional>
#include <memory>
#include <ranges>
#include <type_traits>
#include <vector>

#include "threading/errors.hpp"
#include "threading/input_range.hpp"
#include "threading/time.hpp"

// A pool of threads and the futures of its tasks. `grader readme pool` has the contract;
// tests/public.cpp has it as code. The labs before this one are yours to use: "queue/queue.hpp",
// "semaphore/semaphore.hpp", "event/event.hpp" and so on give you classes that work, or, with
// --own, your own. It is the largest lab: future.hpp, waiting.hpp, call.hpp and executor.hpp
// beside this file are taken along where you make them; include them as "pool/future.hpp" ….
namespace threading {

// A handle to what a task will have come to. Copies are handles of the same.
template <class R>
class Future {
 public:
  // const R&, or void where R is void.
  using Result = std::conditional_t<std::is_void_v<R>, void, std::add_lvalue_reference_t<const R>>;

  // Waits for the task's end; its result, or throws what it threw.
  Result result(Timeout = {}) const { throw RuntimeError("Future::result is not written yet"); }

  // Waits for the task's end; what it threw, or nullptr.
  std::exception_ptr exception(Timeout = {}) const {
    throw RuntimeError("Future::exception is not written yet");
  }

  // Keeps it from running, where it does not run yet; is it cancelled?
  bool cancel() const { throw RuntimeError("Future::cancel is not written yet"); }

  [[nodiscard]] bool cancelled() const {
    throw RuntimeError("Future::cancelled is not written yet");
  }
  [[nodiscard]] bool running() const { throw RuntimeError("Future::running is not written yet"); }
  [[nodiscard]] bool done() const { throw RuntimeError("Future::done is not written yet"); }

  // Calls it once, when the task has ended or was cancelled: now, if that was before.
  void add_done_callback(std::function<void(Future)>) const {
    throw RuntimeError("Future::add_done_callback is not written yet");
  }

  bool operator==(const Future&) const = default;

 private:
  friend struct std::hash<Future>;

  // What do all handles of one task share?
  struct State {};

  std::shared_ptr<State> state_;
};

enum class ReturnWhen { FirstCompleted, FirstException, AllCompleted };  // NOLINT(*-naming)

template <class R>
struct Waited {
  std::vector<Future<R>> done;
  std::vector<Future<R>> not_done;
};

// Waits until some or all are done, or the time is over.
template <class R>
Waited<R> wait(const std::vector<Future<R>>&, Timeout = {}, ReturnWhen = ReturnWhen::AllCompleted) {
  throw RuntimeError("wait is not written yet");
}

// An input range of the futures as they get done; InputRange does what is not about threads.
template <class R>
auto as_completed(const std::vector<Future<R>>& futures, Timeout = {}) {
  return InputRange(futures.size(), [](std::size_t) -> Future<R> {
    throw RuntimeError("as_completed is not written yet");
  });
}

class ThreadPoolExecutor {
 public:
  explicit ThreadPoolExecutor(std::size_t max_workers, std::function<void()> initializer = {}) {
    static_cast<void>(max_workers);
    static_cast<void>(initializer);
  }
  ThreadPoolExecutor(const ThreadPoolExecutor&) = delete;
  ThreadPoolExecutor& operator=(const ThreadPoolExecutor&) = delete;
  ~ThreadPoolExecutor() = default;

  // Accepts a task: function(arguments...), to be called on a worker.
  template <class F, class... A>
  Future<std::invoke_result_t<F, A...>> submit(F, A...) {
    throw RuntimeError("ThreadPoolExecutor::submit is not written yet");
  }

  // Submits function(input) for each input; an input range of the results, in the inputs' order.
  template <class F, std::ranges::input_range Inputs>
  auto map(F, Inputs&& inputs, Timeout = {}) {
    using Result = std::invoke_result_t<F, std::ranges::range_value_t<Inputs>>;
    return InputRange(std::ranges::size(inputs), [](std::size_t) -> const Result& {
      throw RuntimeError("ThreadPoolExecutor::map is not written yet");
    });
  }

  // Takes no more tasks; waits, where it shall, until those that it took are over.
  void shutdown(bool wait = true, bool cancel_futures = false) {
    static_cast<void>(wait);
    static_cast<void>(cancel_futures);
    throw RuntimeError("ThreadPoolExecutor::shutdown is not written yet");
  }
};

}  // namespace threading

template <class R>
struct std::hash<threading::Future<R>> {
  std::size_t operator()(const threading::Future<R>& future) const noexcept {
    return std::hash<decltype(future.state_)>()(future.state_);
  }
};
