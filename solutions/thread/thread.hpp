#pragma once

#include <exception>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <type_traits>
#include <typeinfo>
#include <utility>

#include "excepthook.hpp"
#include "registry.hpp"
#include "threading/errors.hpp"
#include "threading/time.hpp"

namespace threading {

// Python's Thread over std::thread: a name, a start that can be told apart from the construction,
// joins with a timeout, by any number of threads. Any thread may call any function. What the
// constructing thread did before start() is seen by the thread, and what that did is seen after a
// join that returned true.
//
// The object is a handle. What the thread itself needs lies in a record that both share, for a
// daemon outlives its object. A subclass is different: its run() is a part of the object, so it
// has to join in its own destructor.
class Thread {
 public:
  struct Options {
    std::string name;            // empty: "Thread-N"
    std::optional<bool> daemon;  // nothing: as the thread that makes this one
  };

  Thread() : Thread(Options()) {}
  explicit Thread(Options options)
      : record_(std::make_shared<detail::ThreadRecord>(
            options.name.empty() ? detail::next_name() : std::move(options.name),
            options.daemon ? *options.daemon : current_thread().daemon)) {}

  template <class F, class... A>
  requires std::is_invocable_v<F, A...>
  explicit Thread(F target, A... args) : Thread(Options(), std::move(target), std::move(args)...) {}

  template <class F, class... A>
  requires std::is_invocable_v<F, A...> Thread(Options options, F target, A... args)
      : Thread(std::move(options)) {
    record_->target =
        std::make_unique<detail::Call<F, A...>>(std::move(target), std::move(args)...);
  }

  Thread(const Thread&) = delete;
  Thread& operator=(const Thread&) = delete;

  virtual ~Thread() {
    if (record_->info.daemon) return;
    std::unique_lock guard(detail::threads_mutex);
    if (record_->phase == detail::Phase::running) record_->wait_for_end(guard);
  }

  void start() {
    // Whoever gets the mutex after the new thread was made finds it running, itself included.
    const std::lock_guard guard(detail::threads_mutex);
    if (record_->phase != detail::Phase::made)
      throw RuntimeError("a thread can only be started once");
    detail::wait_at_exit();
    // A subclass has its own run(); this class's own is in the record, which stays.
    Thread* const subclass = typeid(*this) == typeid(Thread) ? nullptr : this;
    std::thread thread([record = record_, subclass] { live(*record, subclass); });
    record_->info.ident = thread.get_id();
    record_->enlist();
    thread.detach();
  }

  // Has it ended?
  bool join(Timeout timeout = {}) {
    const Deadline deadline(timeout);
    std::unique_lock guard(detail::threads_mutex);
    if (record_->phase == detail::Phase::made)
      throw RuntimeError("a thread cannot be joined before it is started");
    if (record_.get() == detail::current_record)
      throw RuntimeError("a thread cannot wait for its own end");
    return record_->wait_for_end(guard, deadline.moment());
  }

  [[nodiscard]] bool is_alive() const {
    const std::lock_guard guard(detail::threads_mutex);
    return record_->phase == detail::Phase::running;
  }

  [[nodiscard]] std::string name() const { return record_->info.name; }
  [[nodiscard]] bool daemon() const { return record_->info.daemon; }

  // Nothing before start(); kept when the thread has ended.
  [[nodiscard]] std::thread::id ident() const {
    const std::lock_guard guard(detail::threads_mutex);
    return record_->info.ident;
  }

 protected:
  virtual void run() { record_->call_target(); }

 private:
  static void live(detail::ThreadRecord& record, Thread* subclass) {
    detail::current_record = &record;
    try {
      subclass != nullptr ? subclass->run() : record.call_target();
    } catch (...) {
      detail::call_excepthook(current_thread(), std::current_exception());
    }
    // What the target holds is given back by this thread, and before its end can be known.
    record.target = nullptr;
    record.end();
    detail::current_record = nullptr;
  }

  const std::shared_ptr<detail::ThreadRecord> record_;
};

}  // namespace threading
