#pragma once

#include <cstddef>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "threading/time.hpp"

// The student's Thread as the scenarios see it: concrete classes and functions, defined in
// adapter.cpp. The student's object is one block of the heap, so that its use after destruction
// can be seen.
namespace subject {

struct ThreadInfo {
  std::string name;
  std::thread::id ident;
  bool daemon = false;
};

struct Options {
  std::string name;            // empty: not given
  std::optional<bool> daemon;  // nothing: not given
};

class Thread {
 public:
  struct Impl;

  explicit Thread(std::function<void()> target);
  Thread(const Options& options, std::function<void()> target);
  explicit Thread(std::unique_ptr<Impl> impl);
  Thread(const Thread&) = delete;
  Thread& operator=(const Thread&) = delete;
  ~Thread();

  void start();
  bool join();
  bool join(threading::Timeout timeout);
  [[nodiscard]] bool is_alive() const;
  [[nodiscard]] std::string name() const;
  [[nodiscard]] std::thread::id ident() const;
  [[nodiscard]] bool daemon() const;

 private:
  std::unique_ptr<Impl> impl_;
};

// Its target adds up two copied arguments and one that can only be moved, and stores the sum.
[[nodiscard]] Thread thread_with_arguments(const std::string& text, int number,
                                           std::unique_ptr<int> move_only, int& sum);

// Of a subclass that overrides run() and joins in its own destructor.
[[nodiscard]] Thread thread_of_subclass(const Options& options, std::function<void()> run);

// Of a subclass whose run() calls `before`, then the run() that it overrides, then `after`.
[[nodiscard]] Thread thread_of_extension(std::function<void()> target, std::function<void()> before,
                                         std::function<void()> after);

[[nodiscard]] ThreadInfo current_thread();
[[nodiscard]] ThreadInfo main_thread();
[[nodiscard]] std::vector<ThreadInfo> enumerate();
[[nodiscard]] std::size_t active_count();

// A hook as the student's function takes and returns it; copies are one and the same.
class Hook {
 public:
  struct Impl;
  using Function = std::function<void(const ThreadInfo&, std::exception_ptr)>;

  explicit Hook(const Function& function);
  explicit Hook(std::shared_ptr<Impl> impl) : impl_(std::move(impl)) {}
  void operator()(const ThreadInfo& info, std::exception_ptr exception) const;
  [[nodiscard]] const Impl& impl() const { return *impl_; }

 private:
  std::shared_ptr<Impl> impl_;
};

Hook set_excepthook(const Hook& hook);

}  // namespace subject
