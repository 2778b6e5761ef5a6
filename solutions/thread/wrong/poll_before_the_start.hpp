// verdict: wrong // judge: explore
// A join that does not wait looks at nothing else: not at whether the thread was started.
#pragma once

#include <condition_variable>
#include <exception>
#include <functional>
#include <iostream>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <tuple>
#include <typeinfo>
#include <utility>
#include <vector>

#include "threading/errors.hpp"
#include "threading/time.hpp"

namespace threading {

struct ThreadInfo {
  std::string name;
  std::thread::id ident;
  bool daemon = false;
};

using ExceptHook = std::function<void(const ThreadInfo&, std::exception_ptr)>;

namespace detail {
enum class Phase { made, running, ended };

struct ThreadState {
  ThreadInfo info;
  std::function<void()> target = [] {};
  Phase phase = Phase::made;
};

struct Threads {
  const std::thread::id main = std::this_thread::get_id();
  std::mutex mutex;
  std::condition_variable changed;  // somebody has ended
  std::vector<std::shared_ptr<ThreadState>> alive;
  std::size_t names = 0;
  ExceptHook hook = [](auto& info, auto&&) { std::cerr << "exception in " + info.name + "\n"; };
};

inline Threads& threads = *new Threads;
inline thread_local ThreadState* current = nullptr;

inline void call_hook(const ThreadInfo& info) {
  std::unique_lock guard(threads.mutex);
  const ExceptHook hook = threads.hook;
  guard.unlock();
  try {
    hook(info, std::current_exception());
  } catch (...) {
    std::cerr << "exception in the hook for " + info.name + "\n";
  }
}

struct WaitAtExit {
  ~WaitAtExit() {
    std::unique_lock guard(threads.mutex);
    threads.changed.wait(guard, [] {
      return std::ranges::all_of(
          threads.alive, [](auto& each) { return each->info.daemon || each.get() == current; });
    });
  }
};

}  // namespace detail

inline ThreadInfo main_thread() {
  return {"MainThread", detail::threads.main, false};
}

inline ThreadInfo current_thread() {
  if (detail::current != nullptr) return detail::current->info;
  const std::thread::id ident = std::this_thread::get_id();
  return ident == detail::threads.main ? main_thread() : ThreadInfo{"Dummy", ident, true};
}

inline std::vector<ThreadInfo> enumerate() {
  std::vector<ThreadInfo> infos = {main_thread()};
  const std::lock_guard guard(detail::threads.mutex);
  for (const auto& each : detail::threads.alive)
    infos.push_back(each->info);
  return infos;
}

inline std::size_t active_count() {
  return enumerate().size();
}

inline ExceptHook set_excepthook(ExceptHook hook) {
  const std::lock_guard guard(detail::threads.mutex);
  return std::exchange(detail::threads.hook, std::move(hook));
}

class Thread {
 public:
  struct Options {
    std::string name;
    std::optional<bool> daemon;
  };

  explicit Thread(Options options = Options()) {
    state_->info.daemon = options.daemon.value_or(current_thread().daemon);
    const std::lock_guard guard(detail::threads.mutex);
    if (options.name.empty()) options.name = "Thread-" + std::to_string(++detail::threads.names);
    state_->info.name = std::move(options.name);
  }

  template <class F, class... A>
  requires std::is_invocable_v<F, A...>
  explicit Thread(F target, A... args) : Thread(Options(), std::move(target), std::move(args)...) {}
  template <class F, class... A>
  requires std::is_invocable_v<F, A...> Thread(Options options, F target, A... args)
      : Thread(std::move(options)) {
    const auto held = std::make_shared<std::tuple<A...>>(std::move(args)...);
    const auto function = std::make_shared<F>(std::move(target));
    state_->target = [=] { std::apply(std::move(*function), std::move(*held)); };
  }

  Thread(const Thread&) = delete;
  Thread& operator=(const Thread&) = delete;

  virtual ~Thread() {
    if (state_->info.daemon) return;
    std::unique_lock guard(detail::threads.mutex);
    detail::threads.changed.wait(guard, [this] { return state_->phase != detail::Phase::running; });
  }

  void start() {
    const std::lock_guard guard(detail::threads.mutex);
    if (state_->phase != detail::Phase::made)
      throw RuntimeError("threads can only be started once");
    static const detail::WaitAtExit wait_at_exit;
    Thread* const subclass = typeid(*this) == typeid(Thread) ? nullptr : this;
    std::thread thread([state = state_, subclass] { live(state, subclass); });
    state_->info.ident = thread.get_id();
    state_->phase = detail::Phase::running;
    detail::threads.alive.push_back(state_);
    thread.detach();
  }

  bool join(Timeout timeout = {}) {
    const Deadline deadline(timeout);
    std::unique_lock guard(detail::threads.mutex);
    if (deadline.passed()) return state_->phase == detail::Phase::ended;
    if (state_->phase == detail::Phase::made)
      throw RuntimeError("cannot join thread before it is started");
    if (state_.get() == detail::current) throw RuntimeError("cannot join current thread");
    const auto ended = [this] { return state_->phase == detail::Phase::ended; };
    if (timeout) return detail::threads.changed.wait_until(guard, *deadline.moment(), ended);
    detail::threads.changed.wait(guard, ended);
    return true;
  }

  [[nodiscard]] bool is_alive() const {
    const std::lock_guard guard(detail::threads.mutex);
    return state_->phase == detail::Phase::running;
  }

  [[nodiscard]] std::string name() const { return state_->info.name; }
  [[nodiscard]] bool daemon() const { return state_->info.daemon; }
  [[nodiscard]] std::thread::id ident() const {
    const std::lock_guard guard(detail::threads.mutex);
    return state_->info.ident;
  }

 protected:
  virtual void run() { state_->target(); }

 private:
  static void live(const std::shared_ptr<detail::ThreadState>& state, Thread* subclass) {
    std::unique_lock(detail::threads.mutex).unlock();  // once start() is through with the state
    detail::current = state.get();
    try {
      subclass != nullptr ? subclass->run() : state->target();
    } catch (...) {
      detail::call_hook(state->info);
    }
    state->target = [] {};
    const std::lock_guard guard(detail::threads.mutex);
    state->phase = detail::Phase::ended;
    std::erase(detail::threads.alive, state);
    detail::threads.changed.notify_all();
  }

  const std::shared_ptr<detail::ThreadState> state_ = std::make_shared<detail::ThreadState>();
};

}  // namespace threading
