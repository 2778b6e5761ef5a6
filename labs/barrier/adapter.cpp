#include <concepts>
#include <cstddef>
#include <functional>
#include <type_traits>
#include <utility>

#include "barrier/barrier.hpp"
#include "labs/barrier/subject.hpp"

// The one file that sees the submission. What the compiler can hold it to stands here.
using threading::Timeout;
using Action = std::function<void()>;

// Templates, since only in a template does a missing function make a requirement false.
template <class B>
concept FixedInPlace = !std::is_copy_constructible_v<B> && !std::is_copy_assignable_v<B> &&
                       !std::is_move_constructible_v<B> && !std::is_move_assignable_v<B>;

template <class B>
concept MadeForParties =
    std::is_constructible_v<B, std::size_t> && std::is_constructible_v<B, std::size_t, Action> &&
    std::is_constructible_v<B, std::size_t, Action, Timeout>;

template <class B>
concept Waits = requires(B& barrier) {
  { barrier.wait() } -> std::same_as<std::size_t>;
  { barrier.wait(Timeout{}) } -> std::same_as<std::size_t>;
};

template <class B>
concept ResetsAndAborts = requires(B& barrier) {
  { barrier.reset() } -> std::same_as<void>;
  { barrier.abort() } -> std::same_as<void>;
};

template <class B>
concept TellsItsState = requires(const B& barrier) {
  { barrier.parties() } -> std::same_as<std::size_t>;
  { barrier.n_waiting() } -> std::same_as<std::size_t>;
  { barrier.broken() } -> std::same_as<bool>;
};

static_assert(FixedInPlace<threading::Barrier>, "a Barrier can be neither copied nor moved");
static_assert(MadeForParties<threading::Barrier>,
              "the barrier lab needs `explicit Barrier(std::size_t parties,"
              " std::function<void()> action = {}, Timeout timeout = {})`");
static_assert(Waits<threading::Barrier>,
              "the barrier lab needs `std::size_t wait(Timeout timeout = {})`");
static_assert(ResetsAndAborts<threading::Barrier>,
              "the barrier lab needs `void reset()` and `void abort()`");
static_assert(TellsItsState<threading::Barrier>,
              "the barrier lab needs `std::size_t parties() const`,"
              " `std::size_t n_waiting() const` and `bool broken() const`");

namespace subject {

struct Barrier::Impl {
  explicit Impl(std::size_t parties) : barrier(parties) {}
  Impl(std::size_t parties, Action action, Timeout timeout)
      : barrier(parties, std::move(action), timeout) {}
  threading::Barrier barrier;
};

Barrier::Barrier(std::size_t parties) : impl_(std::make_unique<Impl>(parties)) {}
Barrier::Barrier(std::size_t parties, Action action, Timeout timeout)
    : impl_(std::make_unique<Impl>(parties, std::move(action), timeout)) {}
Barrier::~Barrier() = default;

std::size_t Barrier::wait() {
  return impl_->barrier.wait();
}
std::size_t Barrier::wait(Timeout timeout) {
  return impl_->barrier.wait(timeout);
}
void Barrier::reset() {
  impl_->barrier.reset();
}
void Barrier::abort() {
  impl_->barrier.abort();
}
std::size_t Barrier::parties() const {
  return impl_->barrier.parties();
}
std::size_t Barrier::n_waiting() const {
  return impl_->barrier.n_waiting();
}
bool Barrier::broken() const {
  return impl_->barrier.broken();
}

}  // namespace subject
