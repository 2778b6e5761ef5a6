// No lock in a future: its status is one word, on which waiters sleep by futex, and the callbacks
// are a lock-free stack. Whoever wins the end closes the stack first and tells of the end then;
// who finds the stack closed waits the moment in between.
#pragma once

#include <atomic>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

#include "pool/executor.hpp"
#include "pool/waiting.hpp"
#include "queue/queue.hpp"
#include "threading/errors.hpp"
#include "threading/futex.hpp"
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
    if (!await_end(Deadline(timeout))) throw TimeoutError("the future was not done in time");
    if (cancelled()) throw CancelledError("the future was cancelled");
    return state_->error;
  }

  bool cancel() const {
    if (end(kPending, kCancelled)) return true;
    return state_->status != kRunning && await_end(Deadline({})) && cancelled();
  }
  [[nodiscard]] bool cancelled() const { return state_->status == kCancelled; }
  [[nodiscard]] bool running() const { return state_->status == kRunning; }
  [[nodiscard]] bool done() const { return state_->status >= kCancelled; }

  void add_done_callback(Callback callback) const {
    auto node = std::make_unique<Node>(Node{std::move(callback), state_->newest});
    while (node->older != closed()) {
      if (state_->newest.compare_exchange_weak(node->older, node.get())) {
        node.release();
        return;
      }
    }
    await_end(Deadline({}));
    call(node->callback);
  }

  void arrive_at(const std::shared_ptr<Queue<Future>>& arrivals) const {
    if (done()) return arrivals->put(*this);
    add_done_callback([awaited_by = std::weak_ptr(arrivals)](const Future& future) {
      if (const auto queue = awaited_by.lock()) queue->put(future);
    });
  }

  bool start() const {
    std::uint32_t expected = kPending;
    return state_->status.compare_exchange_strong(expected, kRunning);
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

  void finish() const { end(kRunning, kFinished); }

  bool operator==(const Future&) const = default;

 private:
  friend struct std::hash<Future>;

  static constexpr std::uint32_t kPending = 0;
  static constexpr std::uint32_t kRunning = 1;
  static constexpr std::uint32_t kEnding = 2;
  static constexpr std::uint32_t kCancelled = 3;
  static constexpr std::uint32_t kFinished = 4;

  struct Node {
    Callback callback;
    Node* older = nullptr;
  };

  struct State {
    std::atomic<std::uint32_t> status = kPending;
    std::atomic<Node*> newest = nullptr;
    std::optional<std::conditional_t<std::is_void_v<R>, bool, R>> value;
    std::exception_ptr error;
  };

  // What `newest` holds when no callback can be added any more.
  static Node* closed() {
    static Node node;
    return &node;
  }

  bool await_end(const Deadline& deadline) const {
    for (;;) {
      const std::uint32_t status = state_->status;
      if (status >= kCancelled) return true;
      if (!futex_wait(state_->status, status, deadline.left())) return done();
    }
  }

  bool end(std::uint32_t from, std::uint32_t to) const {
    if (!state_->status.compare_exchange_strong(from, kEnding)) return false;
    Node* node = state_->newest.exchange(closed());
    state_->status = to;
    futex_wake(state_->status, kEveryone);
    Node* oldest = nullptr;
    while (node != nullptr)
      oldest = std::exchange(node, std::exchange(node->older, oldest));
    while (const std::unique_ptr<Node> next{oldest}) {
      oldest = next->older;
      call(next->callback);
    }
    return true;
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

using ThreadPoolExecutor = BasicExecutor<Future>;

}  // namespace threading

template <class R>
struct std::hash<threading::Future<R>> {
  std::size_t operator()(const threading::Future<R>& future) const noexcept {
    return std::hash<decltype(future.state_)>()(future.state_);
  }
};
