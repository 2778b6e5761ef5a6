#pragma once

#include <cstddef>
#include <exception>
#include <functional>
#include <optional>
#include <string>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

#include "threading/errors.hpp"
#include "threading/time.hpp"

namespace threading {

// What is known of a thread, as a value.
struct ThreadInfo {
  std::string name;
  std::thread::id ident;
  bool daemon = false;
};

// The calling thread.
inline ThreadInfo current_thread() {
  throw RuntimeError("current_thread is not written yet");
}

// The thread that entered main: "MainThread".
inline ThreadInfo main_thread() {
  throw RuntimeError("main_thread is not written yet");
}

// All threads that are alive, the main one and the daemons included.
inline std::vector<ThreadInfo> enumerate() {
  throw RuntimeError("enumerate is not written yet");
}

inline std::size_t active_count() {
  throw RuntimeError("active_count is not written yet");
}

// Who hears of an exception that leaves run().
using ExceptHook = std::function<void(const ThreadInfo&, std::exception_ptr)>;

// Returns the old one. The first one prints to stderr.
inline ExceptHook set_excepthook(ExceptHook hook) {
  static_cast<void>(hook);
  throw RuntimeError("set_excepthook is not written yet");
}

// A thread with a name, a start and a join. `grader readme thread` has the contract;
// tests/public.cpp has it as code.
class Thread {
 public:
  struct Options {
    std::string name;            // empty: "Thread-N"
    std::optional<bool> daemon;  // nothing: as the thread that makes this one
  };

  // For a subclass that overrides run().
  Thread() : Thread(Options()) {}
  explicit Thread(Options options) {
    static_cast<void>(options);
    throw RuntimeError("Thread is not written yet");
  }

  // Both keep copies of the target and its arguments, for run() to call.
  template <class F, class... A>
  requires std::is_invocable_v<F, A...>
  explicit Thread(F target, A... args) : Thread(Options(), std::move(target), std::move(args)...) {}

  template <class F, class... A>
  requires std::is_invocable_v<F, A...> Thread(Options options, F target, A... args)
      : Thread(std::move(options)) {
    static_cast<void>(target);
    (static_cast<void>(args), ...);
  }

  Thread(const Thread&) = delete;
  Thread& operator=(const Thread&) = delete;

  // Who still runs when its object goes: a thread is joined, a daemon is let go. What may a daemon
  // touch after that?
  virtual ~Thread() = default;

  void start() { throw RuntimeError("Thread::start is not written yet"); }

  // Has it ended?
  bool join(Timeout timeout = {}) {
    static_cast<void>(timeout);
    throw RuntimeError("Thread::join is not written yet");
  }

  [[nodiscard]] bool is_alive() const { throw RuntimeError("Thread::is_alive is not written yet"); }
  [[nodiscard]] std::string name() const { throw RuntimeError("Thread::name is not written yet"); }
  [[nodiscard]] std::thread::id ident() const {
    throw RuntimeError("Thread::ident is not written yet");
  }
  [[nodiscard]] bool daemon() const { throw RuntimeError("Thread::daemon is not written yet"); }

 protected:
  // Calls the target, if there is one.
  virtual void run() {}
};

}  // namespace threading
