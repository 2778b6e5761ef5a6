#include <concepts>
#include <functional>
#include <iterator>
#include <type_traits>
#include <utility>

#include "labs/pool/subject.hpp"
#include "pool/pool.hpp"

// The one file that sees the submission. What the compiler can hold it to stands here.
using threading::Timeout;

template <class R>
concept FutureOfTheSpecification = std::copyable<threading::Future<R>> &&
    std::equality_comparable<threading::Future<R>> &&
    requires(threading::Future<R>& future, std::function<void(threading::Future<R>)> callback) {
  { future.result() } -> std::same_as<typename subject::Future<R>::Result>;
  { future.result(Timeout{}) } -> std::same_as<typename subject::Future<R>::Result>;
  { future.exception() } -> std::same_as<std::exception_ptr>;
  { future.exception(Timeout{}) } -> std::same_as<std::exception_ptr>;
  { future.cancel() } -> std::same_as<bool>;
  { future.cancelled() } -> std::same_as<bool>;
  { future.running() } -> std::same_as<bool>;
  { future.done() } -> std::same_as<bool>;
  { future.add_done_callback(callback) } -> std::same_as<void>;
  { std::hash<threading::Future<R>>()(future) } -> std::same_as<std::size_t>;
};
static_assert(FutureOfTheSpecification<int>,
              "the pool lab needs a Future<R> that can be copied, compared and hashed, with "
              "result, exception, cancel, cancelled, running, done and add_done_callback");
static_assert(FutureOfTheSpecification<void>, "the pool lab needs a Future<void>");
static_assert(FutureOfTheSpecification<std::unique_ptr<int>>,
              "the pool lab needs a Future<R> of an R that can only be moved");

using Executor = threading::ThreadPoolExecutor;
static_assert(!std::is_copy_constructible_v<Executor> && !std::is_move_constructible_v<Executor> &&
                  !std::is_copy_assignable_v<Executor> && !std::is_move_assignable_v<Executor>,
              "a ThreadPoolExecutor can be neither copied nor moved");
static_assert(std::is_constructible_v<Executor, std::size_t> &&
                  std::is_constructible_v<Executor, std::size_t, std::function<void()>>,
              "the pool lab needs `explicit ThreadPoolExecutor(std::size_t max_workers, "
              "std::function<void()> initializer = {})`");
static_assert(!std::is_convertible_v<std::size_t, Executor>,
              "the constructor of ThreadPoolExecutor is explicit");
static_assert(
    requires(Executor & pool) {
      { pool.shutdown() } -> std::same_as<void>;
      { pool.shutdown(true) } -> std::same_as<void>;
      { pool.shutdown(true, false) } -> std::same_as<void>;
    },
    "the pool lab needs `void shutdown(bool wait = true, bool cancel_futures = false)`");

namespace subject {

// ---- Future ----

template <class R>
struct Future<R>::Impl {
  // A handle has no say in what is const: it is copied as a pointer is.
  mutable threading::Future<R> future;
};

template <class R>
Future<R>::Future(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
template <class R>
Future<R>::Future(const Future& other) : impl_(std::make_unique<Impl>(*other.impl_)) {}
template <class R>
Future<R>& Future<R>::operator=(const Future& other) {
  impl_->future = other.impl_->future;
  return *this;
}
template <class R>
Future<R>::~Future() = default;

template <class R>
typename Future<R>::Result Future<R>::result(Timeout timeout) const {
  return impl_->future.result(timeout);
}
template <class R>
std::exception_ptr Future<R>::exception(Timeout timeout) const {
  return impl_->future.exception(timeout);
}
template <class R>
bool Future<R>::cancel() const {
  return impl_->future.cancel();
}
template <class R>
bool Future<R>::cancelled() const {
  return impl_->future.cancelled();
}
template <class R>
bool Future<R>::running() const {
  return impl_->future.running();
}
template <class R>
bool Future<R>::done() const {
  return impl_->future.done();
}
template <class R>
bool Future<R>::operator==(const Future& other) const {
  return impl_->future == other.impl_->future;
}
template <class R>
std::size_t Future<R>::hash() const {
  return std::hash<threading::Future<R>>()(impl_->future);
}

namespace {

template <class R>
Future<R> wrap(const threading::Future<R>& future) {
  return Future<R>(std::unique_ptr<typename Future<R>::Impl>(new typename Future<R>::Impl{future}));
}

// Steps through an input range as a range-for does.
template <class Range>
class Walk {
 public:
  template <class Make>
  explicit Walk(Make make) : range_(make()) {}

  // Is there another value?
  bool advance() {
    if (position_) {
      ++*position_;
    } else {
      position_.emplace(range_.begin());
    }
    return *position_ != range_.end();
  }
  decltype(auto) value() { return **position_; }

 private:
  Range range_;
  std::optional<decltype(std::declval<Range&>().begin())> position_;
};

}  // namespace

template <class R>
void Future<R>::add_done_callback(std::function<void(Future)> callback) const {
  impl_->future.add_done_callback(
      [callback = std::move(callback)](threading::Future<R> future) { callback(wrap(future)); });
}

template class Future<int>;
template class Future<void>;
template class Future<std::unique_ptr<int>>;
template class Future<Fragile>;

// ---- ThreadPoolExecutor ----

struct ThreadPoolExecutor::Impl {
  Executor pool;
};

ThreadPoolExecutor::ThreadPoolExecutor(std::size_t max_workers, std::function<void()> initializer)
    : impl_(initializer ? new Impl{Executor(max_workers, std::move(initializer))}
                        : new Impl{Executor(max_workers)}) {}
ThreadPoolExecutor::~ThreadPoolExecutor() = default;

template <class R>
Future<R> ThreadPoolExecutor::submit(std::function<R()> task) {
  return wrap<R>(impl_->pool.submit(std::move(task)));
}
template Future<int> ThreadPoolExecutor::submit(std::function<int()>);
template Future<void> ThreadPoolExecutor::submit(std::function<void()>);
template Future<std::unique_ptr<int>> ThreadPoolExecutor::submit(
    std::function<std::unique_ptr<int>()>);
template Future<Fragile> ThreadPoolExecutor::submit(std::function<Fragile()>);

Future<int> ThreadPoolExecutor::submit_length(const std::string& text, int times) {
  // Lvalues of this call: whoever keeps references to them keeps what is gone when it returns.
  const std::string local_text = text;
  int local_times = times;
  auto function = [](const std::string& what, int often) {
    return static_cast<int>(what.size()) * often;
  };
  return wrap<int>(impl_->pool.submit(function, local_text, local_times));
}

Future<int> ThreadPoolExecutor::submit_move_only(std::unique_ptr<int> captured,
                                                 std::unique_ptr<int> argument) {
  auto function = [captured = std::move(captured)](const std::unique_ptr<int>& given) {
    return *captured + *given;
  };
  return wrap<int>(impl_->pool.submit(std::move(function), std::move(argument)));
}

Future<int> ThreadPoolExecutor::submit_fragile(const Fragile& argument) {
  return wrap<int>(impl_->pool.submit([](const Fragile&) { return 1; }, argument));
}

struct Results::Impl {
  using Range = decltype(std::declval<Executor&>().map(
      std::declval<std::function<int(int)>>(), std::declval<std::vector<int>&>(), Timeout()));
  Walk<Range> walk;
};

Results::Results(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Results::Results(Results&&) noexcept = default;
Results::~Results() = default;

std::optional<int> Results::next() {
  if (!impl_->walk.advance()) return std::nullopt;
  return impl_->walk.value();
}

Results ThreadPoolExecutor::map(const std::function<int(int)>& function, std::vector<int> inputs,
                                Timeout timeout) {
  const auto make = [&] { return impl_->pool.map(function, inputs, timeout); };
  return Results(
      std::unique_ptr<Results::Impl>(new Results::Impl{Walk<Results::Impl::Range>(make)}));
}

void ThreadPoolExecutor::shutdown(bool wait, bool cancel_futures) {
  impl_->pool.shutdown(wait, cancel_futures);
}

// ---- wait and as_completed ----

namespace {

threading::ReturnWhen named_as_specified(ReturnWhen when) {
  if (when == ReturnWhen::first_completed) return threading::ReturnWhen::FirstCompleted;
  if (when == ReturnWhen::first_exception) return threading::ReturnWhen::FirstException;
  return threading::ReturnWhen::AllCompleted;
}

template <class R>
std::vector<threading::Future<R>> unwrap(const std::vector<Future<R>>& futures) {
  std::vector<threading::Future<R>> unwrapped;
  for (const Future<R>& future : futures)
    unwrapped.push_back(future.impl().future);
  return unwrapped;
}

template <class R>
std::vector<Future<R>> wrap_all(const std::vector<threading::Future<R>>& futures) {
  std::vector<Future<R>> wrapped;
  for (const threading::Future<R>& future : futures)
    wrapped.push_back(wrap(future));
  return wrapped;
}

}  // namespace

template <class R>
Waited<R> wait(const std::vector<Future<R>>& futures, Timeout timeout, ReturnWhen when) {
  const std::vector<threading::Future<R>> unwrapped = unwrap(futures);
  const auto [done, not_done] = threading::wait(unwrapped, timeout, named_as_specified(when));
  return {wrap_all<R>(done), wrap_all<R>(not_done)};
}
template Waited<int> wait(const std::vector<Future<int>>&, Timeout, ReturnWhen);

template <class R>
struct Completions<R>::Impl {
  using Range = decltype(threading::as_completed(
      std::declval<const std::vector<threading::Future<R>>&>(), Timeout()));

  Impl(std::vector<threading::Future<R>> given, Timeout timeout)
      : futures(std::move(given)),
        walk([&] { return threading::as_completed(std::as_const(futures), timeout); }) {}

  // For a range that only looks at them: it may be asked for as long as they live.
  std::vector<threading::Future<R>> futures;
  Walk<Range> walk;
};

template <class R>
Completions<R>::Completions(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
template <class R>
Completions<R>::Completions(Completions&&) noexcept = default;
template <class R>
Completions<R>::~Completions() = default;

template <class R>
std::optional<Future<R>> Completions<R>::next() {
  if (!impl_->walk.advance()) return std::nullopt;
  return wrap<R>(impl_->walk.value());
}
template class Completions<int>;

template <class R>
Completions<R> as_completed(const std::vector<Future<R>>& futures, Timeout timeout) {
  return Completions<R>(std::make_unique<typename Completions<R>::Impl>(unwrap(futures), timeout));
}
template Completions<int> as_completed(const std::vector<Future<int>>&, Timeout);

}  // namespace subject
