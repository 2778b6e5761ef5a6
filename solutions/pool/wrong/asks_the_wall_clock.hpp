// verdict: wrong // judge: explore
// Waits until a time of the wall clock: who sets that makes it wait too long, or not at all.
#pragma once

#include <chrono>
#include <condition_variable>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

#include "lock/lock.hpp"
#include "pool/executor.hpp"
#include "pool/waiting.hpp"
#include "queue/queue.hpp"
#include "threading/errors.hpp"
#include "threading/time.hpp"

namespace threading {

template <class R>
class Future {
 public:
  using Result = std::conditional_t<std::is_void_v<R>, void, std::add_lvalue_reference_t<const R>>;
  using Callback = std::function<void(Future)>;

  Result result(Timeout timeout = {}) const {
    if (const std::exception_ptr error = exception(timeout)) std::rethrow_exception(error);
    if constexpr (!std::is_void_v<R>) return *state_->value;
  }

  std::exception_ptr exception(Timeout timeout = {}) const {
    if (!await_end(timeout)) throw TimeoutError("the future was not done in time");
    // The end is the end: what has been reached is read without the lock.
    if (state_->status == Status::cancelled) throw CancelledError("the future was cancelled");
    return state_->error;
  }

  bool cancel() const { return move_on(Status::pending, Status::cancelled) || cancelled(); }
  [[nodiscard]] bool cancelled() const { return status() == Status::cancelled; }
  [[nodiscard]] bool running() const { return status() == Status::running; }
  [[nodiscard]] bool done() const { return is_end(status()); }

  void add_done_callback(Callback callback) const {
    {
      const std::lock_guard guard(state_->lock);
      if (!is_end(state_->status)) return state_->callbacks.push_back(std::move(callback));
    }
    call(callback);
  }

  // Puts itself into `arrivals` as soon as it is done, unless they are gone by then.
  void arrive_at(const std::shared_ptr<Queue<Future>>& arrivals) const {
    const std::lock_guard guard(state_->lock);
    if (is_end(state_->status)) return arrivals->put(*this);
    // Whoever waits for the same future again and again must not leave a trail behind.
    std::erase_if(state_->awaited_by, [](const auto& queue) { return queue.expired(); });
    state_->awaited_by.push_back(arrivals);
  }

  // False: it was cancelled, and must not be run.
  bool start() const { return move_on(Status::pending, Status::running); }

  // Runs the task and keeps what comes of it; nobody can see it yet.
  template <class Task>
  void keep(Task task) const {
    try {
      if constexpr (std::is_void_v<R>) {
        task();
      } else {
        state_->value.emplace(task());
      }
    } catch (...) {
      state_->error = std::current_exception();
    }
  }

  void finish() const { move_on(Status::running, Status::finished); }

  bool operator==(const Future&) const = default;

 private:
  friend struct std::hash<Future>;

  enum class Status { pending, running, cancelled, finished };

  struct State {
    Lock lock;  // guards the next three; none of them is written once it is ended
    Status status = Status::pending;
    std::vector<Callback> callbacks;
    std::vector<std::weak_ptr<Queue<Future>>> awaited_by;

    std::mutex mutex;
    std::condition_variable ended_now;
    bool ended = false;                                                   // guarded by the mutex
    std::optional<std::conditional_t<std::is_void_v<R>, bool, R>> value;  // the runner's until then
    std::exception_ptr error;                                             // likewise
  };

  [[nodiscard]] static bool is_end(Status status) { return status >= Status::cancelled; }

  [[nodiscard]] Status status() const {
    const std::lock_guard guard(state_->lock);
    return state_->status;
  }

  [[nodiscard]] bool await_end(Timeout timeout) const {
    std::unique_lock guard(state_->mutex);
    const auto ended = [this] { return state_->ended; };
    if (timeout && *timeout < std::chrono::hours(24 * 365)) {
      const auto moment = std::chrono::system_clock::now() + *timeout;
      return state_->ended_now.wait_until(guard, moment, ended);
    }
    state_->ended_now.wait(guard, ended);
    return true;
  }

  void tell_who_sleeps() const {
    const std::lock_guard guard(state_->mutex);
    state_->ended = true;
    state_->ended_now.notify_all();
  }

  // False where the status is not `from`: of several threads, one takes each step.
  bool move_on(Status from, Status to) const {
    std::vector<Callback> callbacks;
    {
      const std::lock_guard guard(state_->lock);
      if (state_->status != from) return false;
      state_->status = to;
      if (!is_end(to)) return true;
      // Under the lock, so that of two futures the one that is done first arrives first.
      for (const auto& awaited_by : state_->awaited_by)
        if (const auto arrivals = awaited_by.lock()) arrivals->put(*this);
      state_->awaited_by.clear();
      callbacks.swap(state_->callbacks);
      tell_who_sleeps();
    }
    for (const Callback& callback : callbacks)
      call(callback);
    return true;
  }

  void call(const Callback& callback) const {
    try {
      callback(*this);
    } catch (...) {
      // There is nobody whom a callback's exception would tell something.
    }
  }

  std::shared_ptr<State> state_ = std::make_shared<State>();
};

using ThreadPoolExecutor = BasicExecutor<Future>;

}  // namespace threading

template <class R>
struct std::hash<threading::Future<R>> {
  std::size_t operator()(const threading::Future<R>& future) const noexcept {
    return std::hash<decltype(future.state_)>()(future.state_);
  }
};
