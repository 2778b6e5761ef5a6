#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <ranges>
#include <thread>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include "threading/errors.hpp"
#include "threading/input_range.hpp"
#include "threading/time.hpp"

namespace threading {

// A pool of threads, for whatever kind of Future has start, keep and finish. Any thread may call
// any function; its own threads may not wait for it to shut down. It owns its threads and what
// they have not begun. Errors: ValueError, RuntimeError, BrokenThreadPool; see each.
template <template <class> class Future>
class BasicExecutor {
 public:
  explicit BasicExecutor(std::size_t max_workers, std::function<void()> initializer = {})
      : max_workers_(max_workers), initializer_(std::move(initializer)) {
    if (max_workers == 0) throw ValueError("a pool needs at least one worker");
  }
  BasicExecutor(const BasicExecutor&) = delete;
  BasicExecutor& operator=(const BasicExecutor&) = delete;
  ~BasicExecutor() { shutdown(); }

  template <class F, class... A>
  auto submit(F function, A... arguments) {
    using R = std::invoke_result_t<F, A...>;
    auto call =
        std::make_unique<Call<R, F, A...>>(*this, std::move(function), std::move(arguments)...);
    const Future<R> future = call->future();
    accept(std::move(call));
    return future;
  }

  template <class F, std::ranges::input_range Inputs>
  auto map(F function, Inputs&& inputs, Timeout timeout = {}) {
    using R = std::invoke_result_t<F, std::ranges::range_value_t<Inputs>>;
    const Deadline deadline(timeout);
    const auto results = std::make_shared<Results<R>>();
    for (auto&& input : inputs)
      results->futures.push_back(submit(
          function, std::ranges::range_value_t<Inputs>(std::forward<decltype(input)>(input))));
    return InputRange(results->futures.size(), [results, deadline](std::size_t i) -> const R& {
      return results->futures[i].result(deadline.left());
    });
  }

  void shutdown(bool wait = true, bool cancel_futures = false) {
    if (wait && mine_ == this) throw RuntimeError("a worker cannot wait for its own pool to end");
    std::deque<std::unique_ptr<Work>> cancelled;
    {
      const std::lock_guard guard(mutex_);
      shut_down_ = true;
      if (cancel_futures) cancelled.swap(queue_);
      arrived_.notify_all();
    }
    for (const auto& work : cancelled)
      work->cancel();
    if (!wait) return;
    const std::lock_guard joining(joining_);
    for (std::thread& worker : workers_)
      if (worker.joinable()) worker.join();
  }

 private:
  // A task that was accepted, whatever its types.
  class Work {
   public:
    virtual ~Work() = default;
    virtual void run() = 0;
    virtual void cancel() = 0;
    virtual void break_off() = 0;
  };

  template <class R, class F, class... A>
  class Call : public Work {
   public:
    explicit Call(BasicExecutor& pool, F function, A... arguments)
        : pool_(pool), call_(std::in_place, std::move(function), std::move(arguments)...) {}

    [[nodiscard]] Future<R> future() const { return future_; }

    void run() override {
      const bool wanted = future_.start();
      if (wanted)
        future_.keep([this]() -> R {
          return std::apply([](auto&&... parts) -> R { return std::invoke(std::move(parts)...); },
                            *call_);
        });
      call_.reset();
      pool_.count_done();  // before the result can be seen
      if (wanted) future_.finish();
    }
    void cancel() override { future_.cancel(); }
    void break_off() override {
      if (!future_.start()) return;
      future_.keep([]() -> R { throw BrokenThreadPool("an initializer failed"); });
      future_.finish();
    }

   private:
    BasicExecutor& pool_;
    Future<R> future_;
    std::optional<std::tuple<F, A...>> call_;
  };

  // What map promised; cancels what has not begun when nobody can read it any more.
  template <class R>
  struct Results {
    Results() = default;
    Results(const Results&) = delete;
    Results& operator=(const Results&) = delete;
    ~Results() {
      for (const Future<R>& future : futures)
        future.cancel();
    }
    std::vector<Future<R>> futures;
  };

  void accept(std::unique_ptr<Work> work) {
    const std::lock_guard guard(mutex_);
    if (broken_) throw BrokenThreadPool("an initializer failed; the pool takes no more tasks");
    if (shut_down_) throw RuntimeError("the pool was shut down and takes no more tasks");
    // Every task that is not done needs a worker of its own, as far as the limit allows.
    if (not_done_ >= workers_.size() && workers_.size() < max_workers_)
      workers_.emplace_back([this] { serve(); });
    queue_.push_back(std::move(work));
    ++not_done_;
    arrived_.notify_one();
  }

  void serve() {
    mine_ = this;
    try {
      if (initializer_) initializer_();
    } catch (...) {
      return break_down();
    }
    while (const std::unique_ptr<Work> work = take())
      work->run();
  }

  std::unique_ptr<Work> take() {
    std::unique_lock guard(mutex_);
    arrived_.wait(guard, [this] { return !queue_.empty() || shut_down_ || broken_; });
    if (queue_.empty()) return nullptr;
    std::unique_ptr<Work> work = std::move(queue_.front());
    queue_.pop_front();
    return work;
  }

  void count_done() {
    const std::lock_guard guard(mutex_);
    --not_done_;
  }

  void break_down() {
    std::deque<std::unique_ptr<Work>> pending;
    {
      const std::lock_guard guard(mutex_);
      broken_ = true;
      pending.swap(queue_);
      arrived_.notify_all();
    }
    for (const auto& work : pending)
      work->break_off();
  }

  inline static thread_local const BasicExecutor* mine_ = nullptr;  // whose worker this thread is

  const std::size_t max_workers_;
  const std::function<void()> initializer_;

  std::mutex mutex_;  // guards the six below; workers_ stays as it is once shut_down_ is set
  std::condition_variable arrived_;
  std::deque<std::unique_ptr<Work>> queue_;
  std::size_t not_done_ = 0;  // accepted, and neither run nor found cancelled
  std::vector<std::thread> workers_;
  bool shut_down_ = false;
  bool broken_ = false;

  std::mutex joining_;  // held while workers are joined: several threads may shut down at once
};

}  // namespace threading
