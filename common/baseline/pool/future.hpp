#pragma once

#include <condition_variable>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

#include "threading/errors.hpp"
#include "threading/time.hpp"

namespace threading {

// Waits, with the mutex held, until `condition` is true; false: the time was over first.
template <class Condition>
bool wait_within(std::condition_variable& changed, std::unique_lock<std::mutex>& guard,
                 Timeout timeout, Condition condition) {
  const auto moment = Deadline(timeout).moment();
  if (moment) return changed.wait_until(guard, *moment, condition);
  changed.wait(guard, condition);
  return true;
}

// Futures that somebody waits for, in the order in which they got done. Any thread may call any
// function. It owns its handles; what it hears after its last owner has gone is heard by nobody.
template <class Future>
class Arrivals {
 public:
  void add(const Future& future) {
    const std::lock_guard guard(mutex_);
    futures_.push_back(future);
    changed_.notify_all();
  }

  // The one at `index`, waited for; nothing where the time is over first.
  std::optional<Future> at(std::size_t index, Timeout timeout) {
    std::unique_lock guard(mutex_);
    const auto arrived = [&] { return index < futures_.size(); };
    if (!wait_within(changed_, guard, timeout, arrived)) return std::nullopt;
    return futures_[index];
  }

 private:
  std::mutex mutex_;  // guards futures_
  std::condition_variable changed_;
  std::vector<Future> futures_;
};

// A handle to what a task will have come to; the task's executor holds another. Any thread may
// call any function, but for start, keep and finish, which are the executor's. Errors: those that
// the task threw, TimeoutError, CancelledError.
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
    std::unique_lock guard(state_->mutex);
    const auto done = [this] { return state_->done(); };
    if (!wait_within(state_->changed, guard, timeout, done))
      throw TimeoutError("the future was not done in time");
    if (state_->status == Status::cancelled) throw CancelledError("the future was cancelled");
    return state_->error;
  }

  bool cancel() const { return move_on(Status::pending, Status::cancelled) || cancelled(); }
  [[nodiscard]] bool cancelled() const { return status() == Status::cancelled; }
  [[nodiscard]] bool running() const { return status() == Status::running; }
  [[nodiscard]] bool done() const { return status() >= Status::cancelled; }

  void add_done_callback(Callback callback) const {
    {
      const std::lock_guard guard(state_->mutex);
      if (!state_->done()) return state_->callbacks.push_back(std::move(callback));
    }
    call(callback);
  }

  // Adds itself to `arrivals` as soon as it is done, if they still exist then.
  void arrive_at(const std::shared_ptr<Arrivals<Future>>& arrivals) const {
    const std::lock_guard guard(state_->mutex);
    if (state_->done()) return arrivals->add(*this);
    std::erase_if(state_->waiting, [](const auto& gone) { return gone.expired(); });
    state_->waiting.push_back(arrivals);
  }

  // The executor's: false where it was cancelled, and may not be run. Then the task; then its end.
  bool start() const { return move_on(Status::pending, Status::running); }

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
    [[nodiscard]] bool done() const { return status >= Status::cancelled; }

    std::mutex mutex;  // guards the rest; the last two are the executor's until it is finished
    std::condition_variable changed;
    Status status = Status::pending;
    std::vector<Callback> callbacks;
    std::vector<std::weak_ptr<Arrivals<Future>>> waiting;
    std::optional<std::conditional_t<std::is_void_v<R>, bool, R>> value;
    std::exception_ptr error;
  };

  [[nodiscard]] Status status() const {
    const std::lock_guard guard(state_->mutex);
    return state_->status;
  }

  // One step of its life, that one thread alone can take: false where it is not `from`.
  bool move_on(Status from, Status to) const {
    std::vector<Callback> callbacks;
    {
      const std::lock_guard guard(state_->mutex);
      if (state_->status != from) return false;
      state_->status = to;
      if (!state_->done()) return true;
      for (const auto& waiting : state_->waiting)
        if (const auto arrivals = waiting.lock()) arrivals->add(*this);
      callbacks.swap(state_->callbacks);
      state_->changed.notify_all();
    }
    for (const Callback& callback : callbacks)
      call(callback);
    return true;
  }

  void call(const Callback& callback) const {
    try {
      callback(*this);
    } catch (...) {
      // Nobody waits for a callback's exceptions.
    }
  }

  std::shared_ptr<State> state_ = std::make_shared<State>();
};

}  // namespace threading

template <class R>
struct std::hash<threading::Future<R>> {
  std::size_t operator()(const threading::Future<R>& future) const noexcept {
    return std::hash<decltype(future.state_)>()(future.state_);
  }
};
