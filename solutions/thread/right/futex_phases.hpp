// The end of a thread is a futex word in its record, and so is the number of threads that the
// program waits for. The list is intrusive; the wait at exit is registered with std::atexit.
#pragma once

#include <atomic>
#include <cstdint>
#include <cstdlib>
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
#include <vector>

#include "threading/errors.hpp"
#include "threading/futex.hpp"
#include "threading/time.hpp"

namespace threading {

struct ThreadInfo {
  std::string name;
  std::thread::id ident;
  bool daemon = false;
};
using ExceptHook = std::function<void(const ThreadInfo&, std::exception_ptr)>;

namespace detail {
enum Phase : std::uint32_t { kMade, kStarting, kRunning, kEnded };
struct Node {
  std::string name;
  bool daemon = false;
  std::thread::id ident;  // written before kRunning
  std::function<void()> target;
  std::atomic<std::uint32_t> phase = kMade;
  Node* next = nullptr;

  [[nodiscard]] ThreadInfo info() const { return {name, ident, daemon}; }
  bool wait_while(std::uint32_t seen, const Deadline& deadline = Deadline({})) {
    while (phase.load() == seen) {
      if (deadline.passed()) return false;
      futex_wait(phase, seen, deadline.left());
    }
    return true;
  }
};

inline std::mutex list_mutex;
inline Node* list = nullptr;
inline std::atomic<std::uint32_t> awaited = 0;
inline std::atomic<std::uint32_t> numbers = 0;
inline thread_local Node* mine = nullptr;
inline const std::thread::id main_id = std::this_thread::get_id();

inline ExceptHook& hook() {
  static auto* const immortal =
      new ExceptHook([](auto& info, auto&&) { std::cerr << info.name + " threw\n"; });
  return *immortal;
}
inline void await_all() {
  const std::uint32_t own = mine != nullptr && !mine->daemon ? 1 : 0;
  for (std::uint32_t left = awaited.load(); left > own; left = awaited.load())
    futex_wait(awaited, left);
}
inline void enlist(Node* node) {
  const std::lock_guard guard(list_mutex);
  node->next = std::exchange(list, node);
}

inline void leave_list(Node* node) {
  const std::lock_guard guard(list_mutex);
  Node** link = &list;
  while (*link != node)
    link = &(*link)->next;
  *link = node->next;
}

inline void call_hook(const ThreadInfo& info) noexcept {
  std::unique_lock guard(list_mutex);
  const ExceptHook copy = hook();
  guard.unlock();
  try {
    copy(info, std::current_exception());
  } catch (...) {
    std::cerr << "a hook threw\n";
  }
}

}  // namespace detail

inline ThreadInfo main_thread() {
  return {"MainThread", detail::main_id, false};
}
inline ThreadInfo current_thread() {
  if (detail::mine != nullptr) return detail::mine->info();
  const std::thread::id id = std::this_thread::get_id();
  return id == detail::main_id ? main_thread() : ThreadInfo{"Dummy-1", id, true};
}
inline std::vector<ThreadInfo> enumerate() {
  std::vector<ThreadInfo> infos{main_thread()};
  const std::lock_guard guard(detail::list_mutex);
  for (detail::Node* each = detail::list; each != nullptr; each = each->next)
    infos.push_back(each->info());
  return infos;
}
inline std::size_t active_count() {
  return enumerate().size();
}
inline ExceptHook set_excepthook(ExceptHook hook) {
  const std::lock_guard guard(detail::list_mutex);
  detail::hook().swap(hook);
  return hook;
}

class Thread {
 public:
  struct Options {
    std::string name;
    std::optional<bool> daemon;
  };
  explicit Thread(Options options = Options()) : node_(std::make_shared<detail::Node>()) {
    node_->name = options.name.empty() ? "Thread-" + std::to_string(++detail::numbers) + " (target)"
                                       : options.name;
    node_->daemon = options.daemon.value_or(current_thread().daemon);
  }
  template <class F, class... A>
  requires std::is_invocable_v<F, A...>
  explicit Thread(F target, A... args) : Thread(Options(), std::move(target), std::move(args)...) {}
  template <class F, class... A>
  requires std::is_invocable_v<F, A...> Thread(Options options, F target, A... args)
      : Thread(std::move(options)) {
    const auto all = std::make_shared<std::tuple<F, A...>>(std::move(target), std::move(args)...);
    node_->target = [all] {
      std::apply([](auto&... each) { std::invoke(std::move(each)...); }, *all);
    };
  }
  Thread(const Thread&) = delete;
  virtual ~Thread() {
    if (!node_->daemon) node_->wait_while(detail::kRunning);
  }
  void start() {
    std::uint32_t made = detail::kMade;
    if (!node_->phase.compare_exchange_strong(made, detail::kStarting))
      throw RuntimeError("a thread starts once");
    [[maybe_unused]] static const int registered = std::atexit(&detail::await_all);
    if (!node_->daemon) ++detail::awaited;
    Thread* const subclass = typeid(*this) == typeid(Thread) ? nullptr : this;
    std::thread([node = node_, subclass] { live(*node, subclass); }).detach();
    node_->wait_while(detail::kStarting);
  }
  bool join(Timeout timeout = {}) {
    const Deadline deadline(timeout);
    if (node_->phase.load() == detail::kMade) throw RuntimeError("join before start");
    if (node_.get() == detail::mine) throw RuntimeError("join of oneself");
    node_->wait_while(detail::kStarting);
    return node_->wait_while(detail::kRunning, deadline);
  }
  [[nodiscard]] bool is_alive() const { return node_->phase.load() == detail::kRunning; }
  [[nodiscard]] const std::string& name() const { return node_->name; }
  [[nodiscard]] bool daemon() const { return node_->daemon; }
  [[nodiscard]] std::thread::id ident() const {
    return node_->phase.load() >= detail::kRunning ? node_->ident : std::thread::id();
  }

 protected:
  virtual void run() {
    if (node_->target) node_->target();
  }

 private:
  static void live(detail::Node& node, Thread* subclass) {
    detail::mine = &node;
    node.ident = std::this_thread::get_id();
    detail::enlist(&node);
    node.phase.store(detail::kRunning);
    futex_wake(node.phase, kEveryone);
    try {
      subclass != nullptr ? subclass->run() : node.target();
    } catch (...) {
      detail::call_hook(node.info());
    }
    node.target = nullptr;
    detail::leave_list(&node);
    node.phase.store(detail::kEnded);
    futex_wake(node.phase, kEveryone);
    detail::mine = nullptr;
    if (node.daemon) return;
    --detail::awaited;
    futex_wake(detail::awaited, kEveryone);
  }

  const std::shared_ptr<detail::Node> node_;
};

}  // namespace threading
