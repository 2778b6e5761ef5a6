// Birth and end are promises, as in CPython: start() waits until the thread says that it lives. The
// threads list themselves in a map that is never destroyed; a static object of the header waits.
#pragma once

#include <atomic>
#include <chrono>
#include <exception>
#include <functional>
#include <future>
#include <iostream>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <tuple>
#include <typeinfo>
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

struct Life {
  ThreadInfo info;
  std::function<void()> target;
  std::atomic<bool> is_started = false;
  std::promise<void> birth;
  std::promise<void> death;
  std::shared_future<void> born{birth.get_future()};
  std::shared_future<void> dead{death.get_future()};
};

inline void print(const ThreadInfo& info, const std::exception_ptr& /*exception*/) {
  std::cerr << info.name + " ended by an exception\n";
}
struct World {
  std::mutex mutex;
  std::map<std::thread::id, std::shared_ptr<Life>> lives;
  const ThreadInfo main{"MainThread", std::this_thread::get_id(), false};
  ExceptHook hook = &print;
  std::atomic<int> names = 0;

  std::shared_ptr<Life> find(std::thread::id ident) {
    const std::lock_guard guard(mutex);
    const auto found = lives.find(ident);
    return found == lives.end() ? nullptr : found->second;
  }
  std::shared_ptr<Life> one_that_is_awaited() {
    const std::lock_guard guard(mutex);
    for (const auto& [ident, life] : lives) {
      if (!life->info.daemon && ident != std::this_thread::get_id()) return life;
    }
    return nullptr;
  }
};

inline World& world = *new World;

inline const struct LastWaiter {
  ~LastWaiter() {
    while (const auto life = world.one_that_is_awaited())
      life->dead.wait();
  }
} last_waiter;

inline bool is_ready(const std::shared_future<void>& future) {
  return future.wait_for(std::chrono::seconds(0)) == std::future_status::ready;
}

inline void live(const std::shared_ptr<Life>& life, const std::function<void()>& run) {
  {
    const std::lock_guard guard(world.mutex);
    life->info.ident = std::this_thread::get_id();
    world.lives[life->info.ident] = life;
  }
  life->birth.set_value();
  try {
    run();
  } catch (...) {
    std::unique_lock guard(world.mutex);
    const ExceptHook hook = world.hook;
    guard.unlock();
    try {
      hook(life->info, std::current_exception());
    } catch (...) {
      print(life->info, std::current_exception());
    }
  }
  life->target = nullptr;
  {
    const std::lock_guard guard(world.mutex);
    world.lives.erase(life->info.ident);
  }
  life->death.set_value();
}

}  // namespace detail

inline ThreadInfo main_thread() {
  return detail::world.main;
}

inline ThreadInfo current_thread() {
  const std::thread::id ident = std::this_thread::get_id();
  if (const auto life = detail::world.find(ident)) return life->info;
  return ident == main_thread().ident ? main_thread() : ThreadInfo{"Stranger", ident, true};
}

inline std::vector<ThreadInfo> enumerate() {
  std::vector<ThreadInfo> infos;
  const std::lock_guard guard(detail::world.mutex);
  for (const auto& [ident, life] : detail::world.lives)
    infos.push_back(life->info);
  infos.push_back(main_thread());
  return infos;
}
inline std::size_t active_count() {
  return enumerate().size();
}

inline ExceptHook set_excepthook(ExceptHook hook) {
  const std::lock_guard guard(detail::world.mutex);
  std::swap(detail::world.hook, hook);
  return hook;
}

class Thread {
 public:
  struct Options {
    std::string name;
    std::optional<bool> daemon;
  };
  template <class F, class... A>
  requires std::is_invocable_v<F, A...>
  explicit Thread(F target, A... args) : Thread(Options(), std::move(target), std::move(args)...) {}
  template <class F, class... A>
  requires std::is_invocable_v<F, A...> Thread(Options options, F target, A... args)
      : Thread(std::move(options)) {
    auto all = std::make_shared<std::tuple<F, A...>>(std::move(target), std::move(args)...);
    life_->target = [all] { std::apply([](F& f, A&... each) { f(std::move(each)...); }, *all); };
  }
  explicit Thread(Options options = Options()) {
    const int number = options.name.empty() ? ++detail::world.names : 0;
    life_->info.name = number == 0 ? options.name : "Thread-" + std::to_string(number);
    life_->info.daemon = options.daemon ? *options.daemon : current_thread().daemon;
  }
  Thread(const Thread&) = delete;
  virtual ~Thread() {
    if (!daemon() && life_->is_started) life_->dead.wait();
  }
  void start() {
    if (life_->is_started.exchange(true)) throw RuntimeError("started already");
    std::function<void()> run = [this] { this->run(); };
    if (typeid(*this) == typeid(Thread)) run = life_->target;
    std::thread([life = life_, run] { detail::live(life, run); }).detach();
    life_->born.wait();
  }
  bool join(Timeout timeout = {}) {
    const Deadline deadline(timeout);
    if (!life_->is_started) throw RuntimeError("not started");
    life_->born.wait();
    if (detail::is_ready(life_->dead)) return true;
    if (ident() == std::this_thread::get_id()) throw RuntimeError("would wait for itself");
    if (!timeout) return life_->dead.wait(), true;
    return life_->dead.wait_until(*deadline.moment()) == std::future_status::ready;
  }
  [[nodiscard]] bool is_alive() const {
    return detail::is_ready(life_->born) && !detail::is_ready(life_->dead);
  }
  [[nodiscard]] std::string name() const { return life_->info.name; }
  [[nodiscard]] bool daemon() const { return life_->info.daemon; }
  [[nodiscard]] std::thread::id ident() const {
    return detail::is_ready(life_->born) ? life_->info.ident : std::thread::id();
  }

 protected:
  virtual void run() {
    if (life_->target) life_->target();
  }

 private:
  const std::shared_ptr<detail::Life> life_ = std::make_shared<detail::Life>();
};

}  // namespace threading
