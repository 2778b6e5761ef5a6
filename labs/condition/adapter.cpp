#include <concepts>
#include <type_traits>
#include <utility>

#include "condition/condition.hpp"
#include "labs/condition/subject.hpp"
#include "lock/lock.hpp"
#include "rlock/rlock.hpp"

// The one file that sees the submission. What the compiler can hold it to stands here.
using threading::Timeout;

static_assert(std::same_as<threading::Condition<>, threading::Condition<threading::RLock>>,
              "Condition<> is a Condition<RLock>");

template <class L, class C = threading::Condition<L>>
constexpr bool kHoldsTheContract = [] {
  static_assert(std::is_default_constructible_v<C>, "Condition() owns its lock");
  static_assert(std::is_constructible_v<C, L&>, "Condition(L& lock) shares a lock");
  static_assert(!std::is_convertible_v<L&, C>, "Condition(L& lock) is explicit");
  static_assert(!std::is_copy_constructible_v<C> && !std::is_copy_assignable_v<C>,
                "a Condition cannot be copied");
  static_assert(!std::is_move_constructible_v<C> && !std::is_move_assignable_v<C>,
                "a Condition cannot be moved");
  static_assert(
      requires(C & c) {
        { c.acquire() } -> std::same_as<bool>;
        { c.acquire(true, Timeout{}) } -> std::same_as<bool>;
        { c.release() } -> std::same_as<void>;
      },
      "the condition lab needs its lock's acquire() and release()");
  static_assert(
      requires(C & c) {
        c.lock();
        { c.try_lock() } -> std::same_as<bool>;
        c.unlock();
      },
      "the condition lab needs lock(), try_lock() and unlock(): derive from Lockable");
  static_assert(
      requires(C & c) {
        { c.wait() } -> std::same_as<bool>;
        { c.wait(Timeout{}) } -> std::same_as<bool>;
      },
      "the condition lab needs `bool wait(Timeout timeout = {})`");
  static_assert(
      requires(C & c, bool (*predicate)()) {
        { c.wait_for(predicate) } -> std::same_as<bool>;
        { c.wait_for(predicate, Timeout{}) } -> std::same_as<bool>;
      },
      "the condition lab needs `template <class P> bool wait_for(P predicate, Timeout = {})`");
  static_assert(
      requires(C & c, std::size_t n) {
        { c.notify() } -> std::same_as<void>;
        { c.notify(n) } -> std::same_as<void>;
        { c.notify_all() } -> std::same_as<void>;
      },
      "the condition lab needs `void notify(std::size_t n = 1)` and `void notify_all()`");
  return true;
}();

static_assert(kHoldsTheContract<threading::Lock> && kHoldsTheContract<threading::RLock>);

namespace subject {

struct Lock::Impl {
  threading::Lock lock;
};

Lock::Lock() : impl_(std::make_unique<Impl>()) {}
Lock::~Lock() = default;
bool Lock::acquire(bool blocking, Timeout timeout) {
  return impl_->lock.acquire(blocking, timeout);
}
void Lock::release() {
  impl_->lock.release();
}
bool Lock::locked() const {
  return impl_->lock.locked();
}

struct RLock::Impl {
  threading::RLock lock;
};

RLock::RLock() : impl_(std::make_unique<Impl>()) {}
RLock::~RLock() = default;
bool RLock::acquire(bool blocking, Timeout timeout) {
  return impl_->lock.acquire(blocking, timeout);
}
void RLock::release() {
  impl_->lock.release();
}
bool RLock::locked() const {
  return impl_->lock.locked();
}
bool RLock::is_owned() const {
  return impl_->lock.is_owned();
}
std::size_t RLock::recursion_count() const {
  return impl_->lock.recursion_count();
}

template <class L>
struct Condition<L>::Impl {
  using Shared = decltype(L::Impl::lock);

  Impl() = default;
  explicit Impl(Shared& lock) : condition(lock) {}

  threading::Condition<Shared> condition;
};

template <class L>
Condition<L>::Condition() : impl_(std::make_unique<Impl>()) {}
template <class L>
Condition<L>::Condition(L& lock) : impl_(std::make_unique<Impl>(lock.impl_->lock)) {}
template <class L>
Condition<L>::~Condition() = default;

template <class L>
bool Condition<L>::acquire(bool blocking, Timeout timeout) {
  return impl_->condition.acquire(blocking, timeout);
}
template <class L>
void Condition<L>::release() {
  impl_->condition.release();
}
template <class L>
void Condition<L>::lock() {
  impl_->condition.lock();
}
template <class L>
bool Condition<L>::try_lock() {
  return impl_->condition.try_lock();
}
template <class L>
void Condition<L>::unlock() {
  impl_->condition.unlock();
}

template <class L>
bool Condition<L>::wait(Timeout timeout) {
  return impl_->condition.wait(timeout);
}
template <class L>
bool Condition<L>::wait_for(std::function<bool()> predicate, Timeout timeout) {
  return impl_->condition.wait_for(std::move(predicate), timeout);
}
template <class L>
void Condition<L>::notify(std::size_t n) {
  impl_->condition.notify(n);
}
template <class L>
void Condition<L>::notify_all() {
  impl_->condition.notify_all();
}

template class Condition<Lock>;
template class Condition<RLock>;

}  // namespace subject
