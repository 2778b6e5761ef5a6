#include <concepts>
#include <type_traits>

#include "labs/timer/subject.hpp"
#include "timer/timer.hpp"

// The one file that sees the submission. What the compiler can hold it to stands here.

// Templates, since only in a template does a missing function make a requirement false.
template <class T>
concept FixedInPlace = !std::is_copy_constructible_v<T> && !std::is_copy_assignable_v<T> &&
                       !std::is_move_constructible_v<T> && !std::is_move_assignable_v<T>;

template <class T>
concept StartsCancelsJoins = requires(T& timer) {
  { timer.start() } -> std::same_as<void>;
  { timer.cancel() } -> std::same_as<void>;
  timer.join();
};

static_assert(std::is_constructible_v<threading::Timer, threading::Duration, std::function<void()>>,
              "the timer lab needs `Timer(Duration interval, std::function<void()> function)`");
static_assert(FixedInPlace<threading::Timer>, "a Timer can be neither copied nor moved");
static_assert(StartsCancelsJoins<threading::Timer>,
              "the timer lab needs `void start()`, `void cancel()` and `join()`");

namespace subject {

struct Timer::Impl {
  threading::Timer timer;
};

Timer::Timer(threading::Duration interval, std::function<void()> function)
    : impl_(new Impl{threading::Timer(interval, std::move(function))}) {}
Timer::~Timer() = default;

void Timer::start() {
  impl_->timer.start();
}
void Timer::cancel() {
  impl_->timer.cancel();
}
void Timer::join() {
  static_cast<void>(impl_->timer.join());
}

}  // namespace subject
