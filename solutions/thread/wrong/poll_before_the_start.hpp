// verdict: wrong // judge: explore
// A join that does not wait returns false, started or not.
#pragma once
#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <functional>
#include <future>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <tuple>
#include <type_traits>
#include <typeinfo>
#include <utility>
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
namespace thread_detail {
inline const std::thread::id main_id = std::this_thread::get_id();
struct Callable {
  virtual ~Callable() = default;
  virtual void call() = 0;
};
template <class F, class... A>
struct Bound final : Callable {
  std::tuple<F, A...> parts;
  explicit Bound(F f, A... a) : parts(std::move(f), std::move(a)...) {}
  void call() override {
    std::apply([](F& f, A&... a) { std::invoke(std::move(f), std::move(a)...); }, parts);
  }
};
enum class Phase { kMade, kRunning, kEnded };
struct Record {
  ThreadInfo info;
  Phase phase = Phase::kMade;
  std::unique_ptr<Callable> target;
};
inline void print(const ThreadInfo& who, std::exception_ptr e) {
  try {
    if (e) std::rethrow_exception(e);
  } catch (const std::exception& x) {
    std::fprintf(stderr, "Exception in thread %s: %s\n", who.name.c_str(), x.what());
  } catch (...) {
    std::fprintf(stderr, "Exception in thread %s\n", who.name.c_str());
  }
}
struct Registry {
  std::mutex m;
  std::condition_variable ended;
  std::list<std::shared_ptr<Record>> alive;
  std::size_t to_wait_for = 0;
  std::uint64_t numbers = 0;
  bool registered = false;
  ExceptHook hook = print;
};
inline Registry& registry() {
  static Registry* const r = new Registry;
  return *r;
}
inline thread_local Record* self = nullptr;
inline void wait_for_all() {
  Registry& r = registry();
  std::unique_lock g(r.m);
  const std::size_t mine = self && !self->info.daemon ? 1 : 0;
  r.ended.wait(g, [&] { return r.to_wait_for <= mine; });
}
}  // namespace thread_detail
inline ThreadInfo main_thread() {
  return {"MainThread", thread_detail::main_id, false};
}
inline ThreadInfo current_thread() {
  if (thread_detail::self) {
    std::lock_guard g(thread_detail::registry().m);
    return thread_detail::self->info;
  }
  if (std::this_thread::get_id() == thread_detail::main_id) return main_thread();
  return {"Dummy", std::this_thread::get_id(), true};
}
inline std::vector<ThreadInfo> enumerate() {
  auto& r = thread_detail::registry();
  std::lock_guard g(r.m);
  std::vector<ThreadInfo> all{main_thread()};
  for (const auto& x : r.alive)
    all.push_back(x->info);
  return all;
}
inline std::size_t active_count() {
  auto& r = thread_detail::registry();
  std::lock_guard g(r.m);
  return 1 + r.alive.size();
}
inline ExceptHook set_excepthook(ExceptHook hook) {
  auto& r = thread_detail::registry();
  std::lock_guard g(r.m);
  return std::exchange(r.hook, std::move(hook));
}
class Thread {
 public:
  struct Options {
    std::string name;
    std::optional<bool> daemon;
  };
  Thread() : Thread(Options()) {}
  explicit Thread(Options options) : record_(std::make_shared<thread_detail::Record>()) {
    auto& info = record_->info;
    info.daemon = options.daemon ? *options.daemon : current_thread().daemon;
    info.name = std::move(options.name);
    if (info.name.empty()) {
      auto& r = thread_detail::registry();
      std::lock_guard g(r.m);
      info.name = "Thread-" + std::to_string(++r.numbers);
    }
  }
  template <class F, class... A>
  requires std::is_invocable_v<F, A...>
  explicit Thread(F target, A... args) : Thread(Options(), std::move(target), std::move(args)...) {}
  template <class F, class... A>
  requires std::is_invocable_v<F, A...> Thread(Options options, F target, A... args)
      : Thread(std::move(options)) {
    record_->target =
        std::make_unique<thread_detail::Bound<F, A...>>(std::move(target), std::move(args)...);
  }
  Thread(const Thread&) = delete;
  Thread& operator=(const Thread&) = delete;
  virtual ~Thread() {
    auto& r = thread_detail::registry();
    std::unique_lock g(r.m);
    if (record_->phase != thread_detail::Phase::kRunning || record_->info.daemon ||
        thread_detail::self == record_.get())
      return;
    r.ended.wait(g, [&] { return record_->phase == thread_detail::Phase::kEnded; });
  }
  void start() {
    using thread_detail::Phase;
    auto& r = thread_detail::registry();
    std::lock_guard g(r.m);
    if (record_->phase != Phase::kMade) throw RuntimeError("started before");
    if (!r.registered) {
      std::atexit(thread_detail::wait_for_all);
      r.registered = true;
    }
    r.alive.push_back(record_);
    Thread* const object = typeid(*this) == typeid(Thread) ? nullptr : this;
    std::thread thread;
    try {
      thread =
          std::thread([object, record = record_]() mutable { body(object, std::move(record)); });
    } catch (...) {
      r.alive.pop_back();
      throw;
    }
    record_->phase = Phase::kRunning;
    record_->info.ident = thread.get_id();
    if (!record_->info.daemon) ++r.to_wait_for;
    thread.detach();
  }
  bool join(Timeout timeout = {}) {
    using thread_detail::Phase;
    const Deadline deadline(timeout);
    auto& r = thread_detail::registry();
    std::unique_lock g(r.m);
    if (record_->phase == Phase::kMade && timeout && *timeout <= Duration::zero()) return false;
    if (record_->phase == Phase::kMade) throw RuntimeError("not started");
    if (thread_detail::self == record_.get()) throw RuntimeError("joins itself");
    while (record_->phase != Phase::kEnded) {
      if (!deadline.moment()) {
        r.ended.wait(g);
        continue;
      }
      if (deadline.passed()) return false;
      r.ended.wait_until(g, *deadline.moment());
    }
    return true;
  }
  [[nodiscard]] bool is_alive() const {
    std::lock_guard g(thread_detail::registry().m);
    return record_->phase == thread_detail::Phase::kRunning;
  }
  [[nodiscard]] std::string name() const { return record_->info.name; }
  [[nodiscard]] std::thread::id ident() const {
    std::lock_guard g(thread_detail::registry().m);
    return record_->info.ident;
  }
  [[nodiscard]] bool daemon() const { return record_->info.daemon; }

 protected:
  virtual void run() {
    if (record_->target) record_->target->call();
  }

 private:
  static void body(Thread* object, std::shared_ptr<thread_detail::Record> record) {
    auto& r = thread_detail::registry();
    { std::lock_guard g(r.m); }
    thread_detail::self = record.get();
    try {
      if (object != nullptr)
        object->run();
      else if (record->target)
        record->target->call();
    } catch (...) {
      ExceptHook hook;
      ThreadInfo info;
      {
        std::lock_guard g(r.m);
        hook = r.hook;
        info = record->info;
      }
      try {
        hook(info, std::current_exception());
      } catch (...) {
      }
    }
    record->target.reset();
    thread_detail::self = nullptr;
    std::lock_guard g(r.m);
    record->phase = thread_detail::Phase::kEnded;
    r.alive.remove(record);
    if (!record->info.daemon) --r.to_wait_for;
    r.ended.notify_all();
  }
  const std::shared_ptr<thread_detail::Record> record_;
};
}  // namespace threading
