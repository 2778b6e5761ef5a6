// verdict: wrong // judge: explore
// Where the time of map is over, it does not look whether the result is there.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <ranges>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

#include "lock/lock.hpp"
#include "pool/call.hpp"
#include "pool/future.hpp"
#include "pool/waiting.hpp"
#include "queue/queue.hpp"
#include "semaphore/semaphore.hpp"
#include "threading/errors.hpp"
#include "threading/input_range.hpp"
#include "threading/time.hpp"

namespace threading {

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
    using Result = std::invoke_result_t<F, A...>;
    auto call = std::make_unique<BoundCall<Future<Result>, F, A...>>(std::move(function),
                                                                     std::move(arguments)...);
    Future<Result> future = call->future();
    accept(std::move(call));
    return future;
  }

  template <class F, std::ranges::input_range Inputs>
  auto map(F function, Inputs&& inputs, Timeout timeout = {}) {
    using Input = std::ranges::range_value_t<Inputs>;
    using Result = std::invoke_result_t<F, Input>;
    const auto batch = std::make_shared<Batch<Future<Result>>>();
    for (auto&& input : inputs)
      batch->futures.push_back(submit(function, Input(std::forward<decltype(input)>(input))));
    const Deadline deadline(timeout);
    return InputRange(batch->futures.size(), [batch, deadline](std::size_t i) -> const Result& {
      if (deadline.passed()) throw TimeoutError("not all results were read in time");
      return batch->futures[i].result(deadline.left());
    });
  }

  void shutdown(bool wait = true, bool cancel_futures = false) {
    if (wait && employer_ == this) throw RuntimeError("a worker cannot wait for its own end");
    {
      const std::lock_guard guard(lock_);
      closed_ = true;
      queue_.shutdown();
    }
    if (cancel_futures)
      for (const auto& call : take_all())
        call->cancel();
    if (!wait) return;
    // No worker is added any more; the lock is for those who shut it down at the same time.
    const std::lock_guard joining(joining_);
    for (std::thread& worker : workers_)
      if (worker.joinable()) worker.join();
  }

 private:
  void accept(std::unique_ptr<Call> call) {
    const std::lock_guard guard(lock_);
    if (broken_) throw BrokenThreadPool("an initializer failed; the pool takes no more tasks");
    if (closed_) throw RuntimeError("the pool was shut down and takes no more tasks");
    // Below the limit only: there the semaphore is exact.
    if (workers_.size() < max_workers_ && !unclaimed_.acquire(false))
      workers_.emplace_back([this] { serve(); });
    queue_.put(std::move(call));
  }

  void serve() {
    employer_ = this;
    try {
      if (initializer_) initializer_();
    } catch (...) {
      return break_down();
    }
    try {
      // A call is destroyed when it is over, before the worker sleeps.
      for (;;)
        queue_.get()->run([this] { unclaimed_.release(); });
    } catch (const ShutDown&) {
      // And empty: what was accepted has been run.
    }
  }

  void break_down() {
    {
      const std::lock_guard guard(lock_);
      broken_ = true;
      queue_.shutdown();
    }
    for (const auto& call : take_all())
      call->break_off();
  }

  // Of a queue that was shut down. Workers may take some of them at the same time, and run them.
  std::vector<std::unique_ptr<Call>> take_all() {
    std::vector<std::unique_ptr<Call>> calls;
    try {
      for (;;)
        calls.push_back(queue_.get_nowait());
    } catch (const ShutDown&) {
      return calls;
    }
  }

  inline static thread_local const BasicExecutor* employer_ = nullptr;  // of the calling thread

  const std::size_t max_workers_;
  const std::function<void()> initializer_;
  Queue<std::unique_ptr<Call>> queue_;
  Semaphore unclaimed_{0};

  Lock lock_;  // guards the next three, and that nothing is put into a queue that was shut down
  std::vector<std::thread> workers_;
  bool closed_ = false;
  bool broken_ = false;

  Lock joining_;
};

using ThreadPoolExecutor = BasicExecutor<Future>;

}  // namespace threading
