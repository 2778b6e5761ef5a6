#include <concepts>
#include <type_traits>
#include <utility>

#include "labs/thread/subject.hpp"
#include "thread/thread.hpp"

// The one file that sees the submission. What the compiler can hold it to stands here.
using threading::Timeout;

// Templates, since only in a template does a missing function make a requirement false.
template <class T>
concept FixedInPlace = !std::is_copy_constructible_v<T> && !std::is_copy_assignable_v<T> &&
                       !std::is_move_constructible_v<T> && !std::is_move_assignable_v<T>;

template <class T>
concept StartsAndJoins = requires(T& thread) {
  { thread.start() } -> std::same_as<void>;
  { thread.join() } -> std::same_as<bool>;
  { thread.join(Timeout{}) } -> std::same_as<bool>;
};

template <class T>
concept TellsOfItself = requires(const T& thread) {
  { thread.is_alive() } -> std::same_as<bool>;
  { thread.name() } -> std::convertible_to<std::string>;
  { thread.ident() } -> std::convertible_to<std::thread::id>;
  { thread.daemon() } -> std::same_as<bool>;
};

using Target = std::function<void()>;
using ExceptHook = std::function<void(const threading::ThreadInfo&, std::exception_ptr)>;

static_assert(std::is_constructible_v<threading::Thread, Target>,
              "the thread lab needs `Thread(target, args...)`");
static_assert(std::is_constructible_v<threading::Thread, threading::Thread::Options, Target>,
              "the thread lab needs `Thread(Options, target, args...)`");
static_assert(FixedInPlace<threading::Thread>, "a Thread can be neither copied nor moved");
static_assert(std::has_virtual_destructor_v<threading::Thread>,
              "Thread is a base class: its destructor has to be virtual");
static_assert(StartsAndJoins<threading::Thread>,
              "the thread lab needs `void start()` and `bool join(Timeout timeout = {})`");
static_assert(TellsOfItself<threading::Thread>,
              "the thread lab needs is_alive, name, ident and daemon, each of them const");
static_assert(
    std::convertible_to<decltype(threading::enumerate()), std::vector<threading::ThreadInfo>>,
    "`enumerate()` returns a vector of ThreadInfo");
static_assert(std::convertible_to<decltype(threading::set_excepthook(std::declval<ExceptHook>())),
                                  ExceptHook>,
              "`set_excepthook` takes and returns a "
              "std::function<void(const ThreadInfo&, std::exception_ptr)>");

namespace subject {
namespace {

ThreadInfo wrap(const threading::ThreadInfo& info) {
  return {info.name, info.ident, info.daemon};
}

threading::Thread::Options unwrap(const Options& options) {
  threading::Thread::Options theirs;
  if (!options.name.empty()) theirs.name = options.name;
  if (options.daemon) theirs.daemon = *options.daemon;
  return theirs;
}

class Subclass : public threading::Thread {
 public:
  Subclass(const subject::Options& options, Target run)
      : threading::Thread(unwrap(options)), run_(std::move(run)) {}
  Subclass(const Subclass&) = delete;
  Subclass& operator=(const Subclass&) = delete;
  ~Subclass() override {
    if (is_alive()) join();
  }

 protected:
  void run() override { run_(); }

 private:
  const Target run_;
};

class Extension : public threading::Thread {
 public:
  Extension(Target target, Target before, Target after)
      : threading::Thread(std::move(target)),
        before_(std::move(before)),
        after_(std::move(after)) {}
  Extension(const Extension&) = delete;
  Extension& operator=(const Extension&) = delete;
  ~Extension() override {
    if (is_alive()) join();
  }

 protected:
  void run() override {
    before_();
    threading::Thread::run();
    after_();
  }

 private:
  const Target before_;
  const Target after_;
};

}  // namespace

struct Thread::Impl {
  std::unique_ptr<threading::Thread> thread;
};

namespace {

template <class Kind, class... Args>
std::unique_ptr<Thread::Impl> make(Args&&... args) {
  return std::unique_ptr<Thread::Impl>(
      new Thread::Impl{std::make_unique<Kind>(std::forward<Args>(args)...)});
}

}  // namespace

Thread::Thread(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Thread::Thread(std::function<void()> target) : Thread(make<threading::Thread>(std::move(target))) {}
Thread::Thread(const Options& options, std::function<void()> target)
    : Thread(make<threading::Thread>(unwrap(options), std::move(target))) {}
Thread::~Thread() = default;

void Thread::start() {
  impl_->thread->start();
}
bool Thread::join() {
  return impl_->thread->join();
}
bool Thread::join(Timeout timeout) {
  return impl_->thread->join(timeout);
}
bool Thread::is_alive() const {
  return impl_->thread->is_alive();
}
std::string Thread::name() const {
  return impl_->thread->name();
}
std::thread::id Thread::ident() const {
  return impl_->thread->ident();
}
bool Thread::daemon() const {
  return impl_->thread->daemon();
}

Thread thread_with_arguments(const std::string& text, int number, std::unique_ptr<int> move_only,
                             int& sum) {
  // Lvalues of this call: whoever keeps references to them keeps what is gone when it returns.
  const std::string local_text = text;
  int local_number = number;
  int* const result = &sum;
  const auto target = [result](const std::string& what, const int& often,
                               const std::unique_ptr<int>& more) {
    *result = static_cast<int>(what.size()) + often + *more;
  };
  return Thread(make<threading::Thread>(target, local_text, local_number, std::move(move_only)));
}

Thread thread_of_subclass(const Options& options, std::function<void()> run) {
  return Thread(make<Subclass>(options, std::move(run)));
}

Thread thread_of_extension(std::function<void()> target, std::function<void()> before,
                           std::function<void()> after) {
  return Thread(make<Extension>(std::move(target), std::move(before), std::move(after)));
}

ThreadInfo current_thread() {
  return wrap(threading::current_thread());
}
ThreadInfo main_thread() {
  return wrap(threading::main_thread());
}
std::vector<ThreadInfo> enumerate() {
  std::vector<ThreadInfo> wrapped;
  for (const threading::ThreadInfo& info : threading::enumerate())
    wrapped.push_back(wrap(info));
  return wrapped;
}
std::size_t active_count() {
  return threading::active_count();
}

struct Hook::Impl {
  ExceptHook hook;
};

Hook::Hook(const Function& function)
    : impl_(new Impl{[function](const threading::ThreadInfo& info, std::exception_ptr exception) {
        function(wrap(info), std::move(exception));
      }}) {}

void Hook::operator()(const ThreadInfo& info, std::exception_ptr exception) const {
  threading::ThreadInfo theirs;
  theirs.name = info.name;
  theirs.ident = info.ident;
  theirs.daemon = info.daemon;
  impl_->hook(theirs, std::move(exception));
}

Hook set_excepthook(const Hook& hook) {
  return Hook(
      std::shared_ptr<Hook::Impl>(new Hook::Impl{threading::set_excepthook(hook.impl().hook)}));
}

}  // namespace subject
