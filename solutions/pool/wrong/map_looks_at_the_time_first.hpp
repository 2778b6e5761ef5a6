// verdict: wrong // judge: explore
// Where the time is over, `map` does not look whether the result is there.
#pragma once
#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <ranges>
#include <thread>
#include <tuple>
#include <type_traits>
#include <unordered_set>
#include <utility>
#include <vector>
#include "threading/errors.hpp"
#include "threading/futex.hpp"
#include "threading/input_range.hpp"
#include "threading/time.hpp"
namespace threading {
class ThreadPoolExecutor;
enum class ReturnWhen { FirstCompleted, FirstException, AllCompleted };  // NOLINT
namespace pool_detail {
enum class Phase { kPending, kRunning, kFinished, kCancelled };
struct Nothing {};
// Whoever waits for several: told in the order of completion.
struct Waiter {
  std::mutex m;
  std::condition_variable cv;
  std::vector<std::size_t> order;
  std::size_t failed = 0;
  void tell(std::size_t index, bool fail) {
    std::lock_guard g(m);
    order.push_back(index);
    if (fail) ++failed;
    cv.notify_all();
  }
};
inline std::mutex& completion() {
  static std::mutex* const m = new std::mutex;
  return *m;
}
template <class R>
struct State {
  using Value = std::conditional_t<std::is_void_v<R>, Nothing, R>;
  std::mutex m;
  std::condition_variable cv;
  Phase phase = Phase::kPending;
  std::optional<Value> value;
  std::exception_ptr error;
  std::vector<std::function<void()>> callbacks;
  std::vector<std::pair<std::shared_ptr<Waiter>, std::size_t>> waiters;
  bool over() const { return phase == Phase::kFinished || phase == Phase::kCancelled; }
  // with completion() and m held
  std::vector<std::function<void()>> end(Phase how) {
    phase = how;
    for (auto& [w, i] : waiters)
      w->tell(i, how == Phase::kFinished && error);
    waiters.clear();
    cv.notify_all();
    return std::exchange(callbacks, {});
  }
  static void call(std::vector<std::function<void()>> all) {
    for (auto& f : all) {
      try {
        f();
      } catch (...) {
      }
    }
  }
  std::vector<std::function<void()>> finish() {
    std::lock_guard order(completion());
    std::lock_guard g(m);
    return end(Phase::kFinished);
  }
  bool cancel() {
    std::vector<std::function<void()>> todo;
    {
      std::lock_guard order(completion());
      std::lock_guard g(m);
      if (phase == Phase::kCancelled) return true;
      if (phase != Phase::kPending) return false;
      todo = end(Phase::kCancelled);
    }
    call(std::move(todo));
    return true;
  }
  bool begin() {
    std::lock_guard g(m);
    if (phase != Phase::kPending) return false;
    phase = Phase::kRunning;
    return true;
  }
};
}  // namespace pool_detail
template <class R>
class Future {
 public:
  using Result = std::conditional_t<std::is_void_v<R>, void, std::add_lvalue_reference_t<const R>>;
  Future() = default;
  Result result(Timeout timeout = {}) const {
    wait_over(timeout);
    if (state_->error) std::rethrow_exception(state_->error);
    if constexpr (!std::is_void_v<R>) return *state_->value;
  }
  std::exception_ptr exception(Timeout timeout = {}) const {
    wait_over(timeout);
    return state_->error;
  }
  bool cancel() const {
    const auto keep = state_;
    return keep->cancel();
  }
  [[nodiscard]] bool cancelled() const { return phase() == pool_detail::Phase::kCancelled; }
  [[nodiscard]] bool running() const { return phase() == pool_detail::Phase::kRunning; }
  [[nodiscard]] bool done() const {
    return phase() == pool_detail::Phase::kFinished || phase() == pool_detail::Phase::kCancelled;
  }
  void add_done_callback(std::function<void(Future)> callback) const {
    {
      std::lock_guard g(state_->m);
      if (!state_->over()) {
        state_->callbacks.push_back(
            [callback = std::move(callback), raw = state_.get(),
             weak = std::weak_ptr<State>(state_)] { callback(Future(weak.lock())); });
        return;
      }
    }
    try {
      callback(*this);
    } catch (...) {
    }
  }
  bool operator==(const Future&) const = default;

 private:
  using State = pool_detail::State<R>;
  friend struct std::hash<Future>;
  friend class ThreadPoolExecutor;
  template <class Q>
  friend std::shared_ptr<pool_detail::Waiter> attach(const std::vector<Future<Q>>&);
  explicit Future(std::shared_ptr<State> state) : state_(std::move(state)) {}
  pool_detail::Phase phase() const {
    std::lock_guard g(state_->m);
    return state_->phase;
  }
  void wait_over(const Timeout& timeout) const {
    const Deadline deadline(timeout);
    std::unique_lock g(state_->m);
    while (!state_->over()) {
      if (!deadline.moment()) {
        state_->cv.wait(g);
        continue;
      }
      if (deadline.passed()) throw TimeoutError();
      state_->cv.wait_until(g, *deadline.moment());
    }
    if (state_->phase == pool_detail::Phase::kCancelled) throw CancelledError();
  }
  std::shared_ptr<State> state_;
};
}  // namespace threading
template <class R>
struct std::hash<threading::Future<R>> {
  std::size_t operator()(const threading::Future<R>& future) const noexcept {
    return std::hash<decltype(future.state_)>()(future.state_);
  }
};
namespace threading {
template <class R>
struct Waited {
  std::vector<Future<R>> done;
  std::vector<Future<R>> not_done;
};
template <class R>
std::vector<Future<R>> unique(const std::vector<Future<R>>& futures) {
  std::vector<Future<R>> once;
  std::unordered_set<Future<R>> seen;
  for (const auto& f : futures)
    if (seen.insert(f).second) once.push_back(f);
  return once;
}
template <class R>
std::shared_ptr<pool_detail::Waiter> attach(const std::vector<Future<R>>& futures) {
  auto waiter = std::make_shared<pool_detail::Waiter>();
  waiter->order.reserve(futures.size());
  std::lock_guard order(pool_detail::completion());
  for (std::size_t i = 0; i < futures.size(); ++i) {
    auto& s = *futures[i].state_;
    std::lock_guard g(s.m);
    if (s.over())
      waiter->tell(i, s.phase == pool_detail::Phase::kFinished && s.error);
    else
      s.waiters.emplace_back(waiter, i);
  }
  return waiter;
}
template <class R>
Waited<R> wait(const std::vector<Future<R>>& given, Timeout timeout = {},
               ReturnWhen when = ReturnWhen::AllCompleted) {
  const Deadline deadline(timeout);
  const std::vector<Future<R>> futures = unique(given);
  const auto waiter = attach(futures);
  std::unique_lock g(waiter->m);
  for (;;) {
    if (waiter->order.size() == futures.size()) break;
    if (when == ReturnWhen::FirstCompleted && !waiter->order.empty()) break;
    if (when == ReturnWhen::FirstException && waiter->failed > 0) break;
    if (!deadline.moment()) {
      waiter->cv.wait(g);
      continue;
    }
    if (deadline.passed()) break;
    waiter->cv.wait_until(g, *deadline.moment());
  }
  std::vector<bool> is_done(futures.size());
  for (std::size_t i : waiter->order)
    is_done[i] = true;
  g.unlock();
  Waited<R> all;
  for (std::size_t i = 0; i < futures.size(); ++i)
    (is_done[i] ? all.done : all.not_done).push_back(futures[i]);
  return all;
}
template <class R>
auto as_completed(const std::vector<Future<R>>& given, Timeout timeout = {}) {
  const Deadline deadline(timeout);
  std::vector<Future<R>> futures = unique(given);
  const auto waiter = attach(futures);
  const std::size_t size = futures.size();
  return InputRange(size,
                    [deadline, waiter, futures = std::move(futures)](std::size_t at) -> Future<R> {
                      std::unique_lock g(waiter->m);
                      while (waiter->order.size() <= at) {
                        if (!deadline.moment()) {
                          waiter->cv.wait(g);
                          continue;
                        }
                        if (deadline.passed()) throw TimeoutError();
                        waiter->cv.wait_until(g, *deadline.moment());
                      }
                      return futures[waiter->order[at]];
                    });
}
class ThreadPoolExecutor {
  struct Task {
    virtual ~Task() = default;
    virtual bool begin() = 0;                                 // false: cancelled
    virtual void run() = 0;                                   // and drops the callable
    virtual std::vector<std::function<void()>> finish() = 0;  // tells; what is to be called
    virtual void cancel() = 0;
    virtual void fail(std::exception_ptr) = 0;
  };
  template <class R, class F, class... A>
  struct Call final : Task {
    std::shared_ptr<pool_detail::State<R>> state = std::make_shared<pool_detail::State<R>>();
    std::optional<std::tuple<F, A...>> parts;
    explicit Call(F f, A... a) { parts.emplace(std::move(f), std::move(a)...); }
    bool begin() override {
      if (state->begin()) return true;
      parts.reset();
      return false;
    }
    void run() override {
      try {
        auto go = [](F& f, A&... a) -> R { return std::invoke(std::move(f), std::move(a)...); };
        if constexpr (std::is_void_v<R>) {
          std::apply(go, *parts);
          state->value.emplace();
        } else
          state->value.emplace(std::apply(go, *parts));
      } catch (...) {
        state->error = std::current_exception();
      }
      parts.reset();
    }
    std::vector<std::function<void()>> finish() override { return state->finish(); }
    void cancel() override { state->cancel(); }
    void fail(std::exception_ptr e) override {
      if (!state->begin()) return;
      state->error = std::move(e);
      parts.reset();
      pool_detail::State<R>::call(state->finish());
    }
  };

 public:
  explicit ThreadPoolExecutor(std::size_t max_workers, std::function<void()> initializer = {})
      : max_workers_(max_workers), initializer_(std::move(initializer)) {
    if (max_workers == 0) throw ValueError("a pool without workers");
  }
  ThreadPoolExecutor(const ThreadPoolExecutor&) = delete;
  ThreadPoolExecutor& operator=(const ThreadPoolExecutor&) = delete;
  ~ThreadPoolExecutor() { shutdown(); }
  template <class F, class... A>
  Future<std::invoke_result_t<F, A...>> submit(F function, A... arguments) {
    using R = std::invoke_result_t<F, A...>;
    auto task = std::make_shared<Call<R, F, A...>>(std::move(function), std::move(arguments)...);
    Future<R> future(task->state);
    std::lock_guard g(m_);
    if (broken_) throw BrokenThreadPool("an initializer threw");
    if (shutdown_) throw RuntimeError("submit after shutdown");
    tasks_.push_back(task);
    try {
      hire();
    } catch (...) {
      tasks_.pop_back();
      throw;
    }
    some_.notify_one();
    return future;
  }
  template <class F, std::ranges::input_range Inputs>
  auto map(F function, Inputs&& inputs, Timeout timeout = {}) {
    using Input = std::ranges::range_value_t<Inputs>;
    using R = std::invoke_result_t<F, Input>;
    struct Results {
      std::vector<Future<R>> futures;
      ~Results() {
        for (auto& f : futures)
          f.cancel();
      }
    };
    const Deadline deadline(timeout);
    auto results = std::make_unique<Results>();
    for (auto&& input : inputs)
      results->futures.push_back(submit(function, Input(std::forward<decltype(input)>(input))));
    const std::size_t size = results->futures.size();
    return InputRange(size,
                      [deadline, results = std::move(results)](std::size_t i) ->
                      typename Future<R>::Result {
                        if (deadline.passed()) throw TimeoutError();
                        return results->futures[i].result(deadline.left());
                      });
  }
  void shutdown(bool wait = true, bool cancel_futures = false) {
    if (wait && current_ == this) throw RuntimeError("a worker waits for itself");
    std::deque<std::shared_ptr<Task>> dropped;
    {
      std::lock_guard g(m_);
      shutdown_ = true;
      if (cancel_futures) dropped.swap(tasks_);
      some_.notify_all();
    }
    for (auto& t : dropped)
      t->cancel();
    dropped.clear();
    if (!wait) return;
    std::unique_lock g(m_);
    gone_.wait(g, [&] { return alive_ == 0; });
    std::vector<std::thread> threads;
    threads.swap(threads_);
    joining_ += threads.size();
    g.unlock();
    for (auto& t : threads)
      t.join();
    g.lock();
    joining_ -= threads.size();
    if (joining_ == 0) gone_.notify_all();
    gone_.wait(g, [&] { return joining_ == 0; });
  }

 private:
  // with m_ held: one more worker, where the tasks are more than the idle
  void hire() {
    if (tasks_.size() <= idle_ || threads_.size() >= max_workers_) return;
    threads_.reserve(threads_.size() + 1);
    threads_.emplace_back([this] { work(); });
    ++idle_;
    ++alive_;
  }
  void work() {
    current_ = this;
    { std::lock_guard g(m_); }
    bool good = true;
    try {
      if (initializer_) initializer_();
    } catch (...) {
      good = false;
    }
    std::unique_lock g(m_);
    if (!good) {
      broken_ = true;
      std::deque<std::shared_ptr<Task>> all;
      all.swap(tasks_);
      --idle_;
      some_.notify_all();
      g.unlock();
      for (auto& t : all)
        t->fail(std::make_exception_ptr(BrokenThreadPool("an initializer threw")));
      all.clear();
      g.lock();
    }
    while (good) {
      while (tasks_.empty() && !shutdown_ && !broken_)
        some_.wait(g);
      if (tasks_.empty()) break;
      std::shared_ptr<Task> task = std::move(tasks_.front());
      tasks_.pop_front();
      --idle_;
      g.unlock();
      if (task->begin()) {
        task->run();
        g.lock();
        ++idle_;
        g.unlock();
        auto todo = task->finish();
        if (!todo.empty()) {
          g.lock();
          --idle_;
          try {
            hire();
          } catch (...) {
          }
          g.unlock();
          pool_detail::State<void>::call(std::move(todo));
          task.reset();
          g.lock();
          ++idle_;
          continue;
        }
        task.reset();
        g.lock();
        continue;
      }
      task.reset();
      g.lock();
      ++idle_;
    }
    if (--alive_ == 0) gone_.notify_all();
  }
  static inline thread_local ThreadPoolExecutor* current_ = nullptr;
  const std::size_t max_workers_;
  const std::function<void()> initializer_;
  std::mutex m_;
  std::condition_variable some_, gone_;
  std::deque<std::shared_ptr<Task>> tasks_;
  std::vector<std::thread> threads_;
  std::size_t idle_ = 0, alive_ = 0, joining_ = 0;
  bool shutdown_ = false, broken_ = false;
};
}  // namespace threading
