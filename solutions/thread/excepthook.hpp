#pragma once

#include <exception>
#include <functional>
#include <iostream>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include "registry.hpp"

// Who hears of an exception that leaves a thread's run(). Any thread may call any function; a hook
// may be replaced while it runs.
namespace threading {

using ExceptHook = std::function<void(const ThreadInfo&, std::exception_ptr)>;

namespace detail {

// Never destroyed: a daemon may throw while the program's statics are being destroyed.
template <class T>
union Immortal {
  T value{};
  constexpr Immortal() {}
  ~Immortal() {}
};

// Null: to stderr. Guarded by threads_mutex.
inline constinit Immortal<std::shared_ptr<const ExceptHook>> excepthook;

inline void print_exception(const ThreadInfo& info, const std::exception_ptr& exception) {
  std::string what = "something that is no std::exception";
  try {
    std::rethrow_exception(exception);
  } catch (const std::exception& error) {
    what = error.what();
  } catch (...) {
  }
  std::cerr << "exception in thread " + info.name + ": " + what + "\n";
}

inline void call_excepthook(const ThreadInfo& info, const std::exception_ptr& exception) noexcept {
  std::unique_lock guard(threads_mutex);
  const std::shared_ptr<const ExceptHook> hook = excepthook.value;
  guard.unlock();
  try {
    hook != nullptr ? (*hook)(info, exception) : print_exception(info, exception);
  } catch (...) {
    print_exception(info, std::current_exception());
  }
}

}  // namespace detail

// Returns the old one; an empty one stands for the first, which prints to stderr.
inline ExceptHook set_excepthook(ExceptHook hook) {
  auto old = hook ? std::make_shared<const ExceptHook>(std::move(hook)) : nullptr;
  {
    const std::lock_guard guard(detail::threads_mutex);
    detail::excepthook.value.swap(old);
  }
  return old != nullptr ? *old : ExceptHook(&detail::print_exception);
}

}  // namespace threading
