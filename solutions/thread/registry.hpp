#pragma once

#include <condition_variable>
#include <cstddef>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <tuple>
#include <utility>
#include <vector>

#include "threading/time.hpp"

// Who is alive, who is the main thread, and the wait at exit.
//
// A daemon may run while the program's statics are being destroyed. So what it touches is never
// destroyed: plain pointers, and a mutex without a destructor. The mutex guards it all, and no
// foreign code runs with it held.
namespace threading {

struct ThreadInfo {
  std::string name;
  std::thread::id ident;
  bool daemon = false;
};

namespace detail {

struct Callable {
  Callable() = default;
  Callable(const Callable&) = delete;
  Callable& operator=(const Callable&) = delete;
  virtual ~Callable() = default;
  virtual void call() = 0;
};

template <class F, class... A>
class Call : public Callable {
 public:
  explicit Call(F function, A... args)
      : function_(std::move(function)), args_(std::move(args)...) {}
  void call() override { std::apply(std::move(function_), std::move(args_)); }

 private:
  F function_;
  std::tuple<A...> args_;
};

enum class Phase { made, running, ended };

struct ThreadRecord;
inline constinit std::mutex threads_mutex;
inline constinit ThreadRecord* first_running = nullptr;
inline constinit std::size_t names_given = 0;
inline constinit thread_local ThreadRecord* current_record = nullptr;

// The header's static objects are made before main, so by the main thread.
inline const std::thread::id main_ident = std::this_thread::get_id();

// What a Thread and its thread share. Name, daemon and target are fixed before the start; the rest
// is guarded by threads_mutex.
struct ThreadRecord : std::enable_shared_from_this<ThreadRecord> {
  ThreadRecord(std::string name, bool daemon) : info{std::move(name), {}, daemon} {}

  ThreadInfo info;
  std::unique_ptr<Callable> target;
  Phase phase = Phase::made;
  std::condition_variable ended;
  ThreadRecord* next = nullptr;

  void call_target() {
    if (target != nullptr) target->call();
  }

  // With the mutex held.
  void enlist() {
    phase = Phase::running;
    next = std::exchange(first_running, this);
  }

  // The thread's last act; it keeps the record alive meanwhile.
  void end() {
    const std::lock_guard guard(threads_mutex);
    ThreadRecord** link = &first_running;
    while (*link != this)
      link = &(*link)->next;
    *link = next;
    phase = Phase::ended;
    ended.notify_all();
  }

  // `guard` holds the mutex. False: the time was over first.
  bool wait_for_end(std::unique_lock<std::mutex>& guard,
                    std::optional<Deadline::Clock::time_point> until = {}) {
    const auto has_ended = [this] { return phase == Phase::ended; };
    if (until) return ended.wait_until(guard, *until, has_ended);
    ended.wait(guard, has_ended);
    return true;
  }
};

inline std::string next_name() {
  const std::lock_guard guard(threads_mutex);
  return "Thread-" + std::to_string(++names_given);
}

// One after the other: while we wait for one, it may start another.
inline void wait_for_all_but_daemons() {
  std::unique_lock guard(threads_mutex);
  const auto next_to_wait_for = []() -> std::shared_ptr<ThreadRecord> {
    for (ThreadRecord* each = first_running; each != nullptr; each = each->next) {
      if (!each->info.daemon && each != current_record) return each->shared_from_this();
    }
    return nullptr;
  };
  while (const std::shared_ptr<ThreadRecord> record = next_to_wait_for())
    record->wait_for_end(guard);
}

// From the first call on, the program waits when it ends: before it destroys whatever static
// object was there by then, for the threads may use it.
inline void wait_at_exit() {
  struct Waiter {
    ~Waiter() { wait_for_all_but_daemons(); }
  };
  static const Waiter waiter;
}

}  // namespace detail

// The main thread has no record, and is always there.
inline ThreadInfo main_thread() {
  return {"MainThread", detail::main_ident, false};
}

// As in Python, a thread that is none of ours counts as a daemon.
inline ThreadInfo current_thread() {
  const std::thread::id ident = std::this_thread::get_id();
  if (detail::current_record == nullptr)
    return ident == detail::main_ident ? main_thread() : ThreadInfo{"Dummy", ident, true};
  const std::lock_guard guard(detail::threads_mutex);
  return detail::current_record->info;
}

inline std::vector<ThreadInfo> enumerate() {
  std::vector<ThreadInfo> threads = {main_thread()};
  const std::lock_guard guard(detail::threads_mutex);
  for (detail::ThreadRecord* each = detail::first_running; each != nullptr; each = each->next)
    threads.push_back(each->info);
  return threads;
}

inline std::size_t active_count() {
  return enumerate().size();
}

}  // namespace threading
