// One mutex and one condition variable for all futures there are: every end wakes everybody, who
// looks again. Slow in a crowd, and nothing can be missed. Ends are numbered, for as_completed.
#pragma once

#include <algorithm>
#include <condition_variable>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <type_traits>
#include <unordered_set>
#include <utility>
#include <vector>

#include "pool/executor.hpp"
#include "threading/errors.hpp"
#include "threading/input_range.hpp"
#include "threading/time.hpp"

namespace threading {

inline std::mutex monitor;  // guards the next two, and every future
inline std::condition_variable something_ended;
inline std::uint64_t ends = 0;

template <class Condition>
bool wait_inside(std::unique_lock<std::mutex>& guard, Timeout timeout, Condition condition) {
  const auto moment = Deadline(timeout).moment();
  if (moment) return something_ended.wait_until(guard, *moment, condition);
  something_ended.wait(guard, condition);
  return true;
}

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
    std::unique_lock guard(monitor);
    if (!wait_inside(guard, timeout, [this] { return end() != 0; }))
      throw TimeoutError("the future was not done in time");
    if (state_->cancelled) throw CancelledError("the future was cancelled");
    return state_->error;
  }

  bool cancel() const { return reach_end(true) || cancelled(); }
  [[nodiscard]] bool cancelled() const {
    return look([](State& state) { return state.cancelled; });
  }
  [[nodiscard]] bool running() const {
    return look([](State& state) { return state.started && state.end == 0; });
  }
  [[nodiscard]] bool done() const {
    return look([](State& state) { return state.end != 0; });
  }

  void add_done_callback(Callback callback) const {
    const bool added = look([&callback](State& state) {
      if (state.end == 0) state.callbacks.push_back(callback);
      return state.end == 0;
    });
    if (!added) call(callback);
  }

  bool start() const {
    return look([](State& state) { return state.started = state.end == 0; });
  }

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

  void finish() const { reach_end(false); }

  // Inside the monitor: when it ended, or 0.
  [[nodiscard]] std::uint64_t end() const { return state_->end; }
  [[nodiscard]] bool threw() const { return state_->error != nullptr; }

  bool operator==(const Future&) const = default;

 private:
  friend struct std::hash<Future>;

  struct State {
    std::uint64_t end = 0;
    bool started = false;
    bool cancelled = false;
    std::vector<Callback> callbacks;
    std::optional<std::conditional_t<std::is_void_v<R>, bool, R>> value;
    std::exception_ptr error;
  };

  template <class Look>
  auto look(Look function) const {
    const std::lock_guard guard(monitor);
    return function(*state_);
  }

  bool reach_end(bool by_cancelling) const {
    std::vector<Callback> callbacks;
    const bool reached = look([&](State& state) {
      if (state.end != 0 || state.started == by_cancelling) return false;
      state.cancelled = by_cancelling;
      state.end = ++ends;
      something_ended.notify_all();
      callbacks.swap(state.callbacks);
      return true;
    });
    for (const Callback& callback : callbacks)
      call(callback);
    return reached;
  }

  void call(const Callback& callback) const {
    try {
      callback(*this);
    } catch (...) {
      // Nobody is there to hear of it.
    }
  }

  std::shared_ptr<State> state_ = std::make_shared<State>();
};

enum class ReturnWhen { FirstCompleted, FirstException, AllCompleted };  // NOLINT(*-naming)

template <class R, class Futures = std::vector<Future<R>>>
std::pair<Futures, Futures> wait(const std::vector<Future<R>>& futures, Timeout timeout = {},
                                 ReturnWhen when = ReturnWhen::AllCompleted) {
  const auto is_enough = [&](bool all, bool any, bool threw) {
    return all || (when == ReturnWhen::FirstCompleted && any) ||
           (when == ReturnWhen::FirstException && threw);
  };
  std::pair<Futures, Futures> result;
  const auto look = [&, once = std::unordered_set<Future<R>>(futures.begin(), futures.end())] {
    result = {};
    bool threw = false;
    for (const auto& future : once) {
      (future.end() != 0 ? result.first : result.second).push_back(future);
      threw = threw || (future.end() != 0 && future.threw());
    }
    return is_enough(result.second.empty(), !result.first.empty(), threw);
  };
  std::unique_lock guard(monitor);
  wait_inside(guard, timeout, look);
  return result;
}

template <class R>
auto as_completed(const std::vector<Future<R>>& futures, Timeout timeout = {}) {
  const std::unordered_set<Future<R>> once(futures.begin(), futures.end());
  return InputRange(once.size(), [rest = std::vector(once.begin(), once.end()),
                                  deadline = Deadline(timeout)](std::size_t) mutable {
    const auto earlier = [](const auto& a, const auto& b) { return a.end() - 1 < b.end() - 1; };
    std::unique_lock guard(monitor);
    auto first = rest.begin();
    if (!wait_inside(guard, deadline.left(), [&] {
          first =
              std::min_element(rest.begin(), rest.end(), earlier);  // 0 - 1 is the latest of all
          return first->end() != 0;
        }))
      throw TimeoutError("not all futures were done in time");
    const auto next = *first;
    rest.erase(first);
    return next;
  });
}

using ThreadPoolExecutor = BasicExecutor<Future>;

}  // namespace threading

template <class R>
struct std::hash<threading::Future<R>> {
  std::size_t operator()(const threading::Future<R>& future) const noexcept {
    return std::hash<decltype(future.state_)>()(future.state_);
  }
};
