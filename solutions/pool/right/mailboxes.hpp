// No queue that workers share: each has a mailbox and a semaphore of its own, and the worker that
// fell idle last gets the next task. Only what comes when all are busy waits in a backlog.
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <ranges>
#include <semaphore>
#include <thread>
#include <utility>
#include <vector>

#include "pool/call.hpp"
#include "pool/future.hpp"
#include "pool/waiting.hpp"
#include "threading/errors.hpp"
#include "threading/input_range.hpp"
#include "threading/time.hpp"

namespace threading {

class ThreadPoolExecutor {
 public:
  explicit ThreadPoolExecutor(std::size_t max_workers, std::function<void()> initializer = {})
      : max_workers_(max_workers), initializer_(std::move(initializer)) {
    if (max_workers == 0) throw ValueError("a pool needs at least one worker");
  }
  ThreadPoolExecutor(const ThreadPoolExecutor&) = delete;
  ThreadPoolExecutor& operator=(const ThreadPoolExecutor&) = delete;
  ~ThreadPoolExecutor() { shutdown(); }

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
    const Deadline deadline(timeout);
    const auto batch = std::make_shared<Batch<Future<Result>>>();
    for (auto&& input : inputs)
      batch->futures.push_back(submit(function, Input(input)));
    return InputRange(batch->futures.size(), [batch, deadline](std::size_t i) -> const Result& {
      return batch->futures[i].result(deadline.left());
    });
  }

  void shutdown(bool wait = true, bool cancel_futures = false) {
    if (wait && employer_ == this) throw RuntimeError("a worker cannot wait for its own end");
    std::deque<std::unique_ptr<Call>> cancelled;
    {
      const std::lock_guard guard(mutex_);
      closed_ = true;
      if (cancel_futures) cancelled = take_all();
      send_idle_home();
    }
    for (const auto& call : cancelled)
      call->cancel();
    if (!wait) return;
    const std::lock_guard joining(joining_);
    for (const auto& worker : workers_)
      if (worker->thread.joinable()) worker->thread.join();
  }

 private:
  // Woken with an empty mailbox, a worker goes home.
  struct Worker {
    std::unique_ptr<Call> mail;
    std::counting_semaphore<> rung{0};
    std::thread thread;
  };

  static void deliver(Worker& worker, std::unique_ptr<Call> call) {
    worker.mail = std::move(call);
    worker.rung.release();
  }

  void accept(std::unique_ptr<Call> call) {
    const std::lock_guard guard(mutex_);
    if (broken_) throw BrokenThreadPool("an initializer failed; the pool takes no more tasks");
    if (closed_) throw RuntimeError("the pool was shut down and takes no more tasks");
    if (!idle_.empty()) {
      deliver(*idle_.back(), std::move(call));
      idle_.pop_back();
    } else if (workers_.size() < max_workers_) {
      Worker& worker = *workers_.emplace_back(std::make_unique<Worker>());
      deliver(worker, std::move(call));
      worker.thread = std::thread([this, &worker] { serve(worker); });
    } else {
      backlog_.push_back(std::move(call));
    }
  }

  void serve(Worker& self) {
    employer_ = this;
    try {
      if (initializer_) initializer_();
    } catch (...) {
      return break_down();
    }
    while (const std::unique_ptr<Call> call = next(self))
      call->run([this, &self] { fall_idle(self); });
  }

  std::unique_ptr<Call> next(Worker& self) {
    self.rung.acquire();
    const std::lock_guard guard(mutex_);
    return std::move(self.mail);
  }

  void fall_idle(Worker& self) {
    const std::lock_guard guard(mutex_);
    if (!backlog_.empty()) {
      deliver(self, std::move(backlog_.front()));
      backlog_.pop_front();
    } else if (closed_ || broken_) {
      deliver(self, nullptr);
    } else {
      idle_.push_back(&self);
    }
  }

  void break_down() {
    std::deque<std::unique_ptr<Call>> pending;
    {
      const std::lock_guard guard(mutex_);
      broken_ = true;
      pending = take_all();
      send_idle_home();
    }
    for (const auto& call : pending)
      call->break_off();
  }

  // With the mutex held: every task that no worker has begun.
  std::deque<std::unique_ptr<Call>> take_all() {
    for (const auto& worker : workers_)
      if (worker->mail) backlog_.push_back(std::move(worker->mail));
    return std::exchange(backlog_, {});
  }

  void send_idle_home() {
    for (Worker* const worker : idle_)
      deliver(*worker, nullptr);
    idle_.clear();
  }

  inline static thread_local const ThreadPoolExecutor* employer_ = nullptr;

  const std::size_t max_workers_;
  const std::function<void()> initializer_;

  std::mutex mutex_;  // guards the rest but the last, and every mailbox
  std::vector<std::unique_ptr<Worker>> workers_;
  std::vector<Worker*> idle_;
  std::deque<std::unique_ptr<Call>> backlog_;
  bool closed_ = false;
  bool broken_ = false;

  std::mutex joining_;
};

}  // namespace threading
