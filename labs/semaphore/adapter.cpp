#include <concepts>
#include <cstddef>
#include <type_traits>

#include "labs/semaphore/subject.hpp"
#include "semaphore/semaphore.hpp"

// The one file that sees the submission. What the compiler can hold it to stands here.
using threading::Timeout;

// Templates, since only in a template does a missing function make a requirement false.
template <class S>
concept FixedInPlace = !std::is_copy_constructible_v<S> && !std::is_copy_assignable_v<S> &&
                       !std::is_move_constructible_v<S> && !std::is_move_assignable_v<S>;

template <class S>
concept MadeFromAValue =
    std::is_default_constructible_v<S> && std::is_constructible_v<S, std::ptrdiff_t>;

template <class S>
concept Acquires = requires(S& semaphore) {
  { semaphore.acquire() } -> std::same_as<bool>;
  { semaphore.acquire(true) } -> std::same_as<bool>;
  { semaphore.acquire(true, Timeout{}) } -> std::same_as<bool>;
};

template <class S>
concept Releases = requires(S& semaphore, std::ptrdiff_t n) {
  { semaphore.release() } -> std::same_as<void>;
  { semaphore.release(n) } -> std::same_as<void>;
};

template <class S>
concept LocksLikeAMutex = requires(S& semaphore) {
  semaphore.lock();
  { semaphore.try_lock() } -> std::same_as<bool>;
  semaphore.unlock();
};

static_assert(FixedInPlace<threading::Semaphore>, "a Semaphore can be neither copied nor moved");
static_assert(FixedInPlace<threading::BoundedSemaphore>,
              "a BoundedSemaphore can be neither copied nor moved");
static_assert(MadeFromAValue<threading::Semaphore>,
              "the semaphore lab needs `explicit Semaphore(std::ptrdiff_t value = 1)`");
static_assert(MadeFromAValue<threading::BoundedSemaphore>,
              "the semaphore lab needs `explicit BoundedSemaphore(std::ptrdiff_t value = 1)`");
static_assert(Acquires<threading::Semaphore> && Acquires<threading::BoundedSemaphore>,
              "the semaphore lab needs `bool acquire(bool blocking = true, Timeout timeout = {})`"
              " in both classes");
static_assert(Releases<threading::Semaphore> && Releases<threading::BoundedSemaphore>,
              "the semaphore lab needs `void release(std::ptrdiff_t n = 1)` in both classes");
static_assert(LocksLikeAMutex<threading::Semaphore> && LocksLikeAMutex<threading::BoundedSemaphore>,
              "the semaphore lab needs lock(), try_lock() and unlock(): derive from Lockable");

namespace subject {

struct Semaphore::Impl {
  Impl() = default;
  explicit Impl(std::ptrdiff_t value) : semaphore(value) {}
  threading::Semaphore semaphore;
};

Semaphore::Semaphore() : impl_(std::make_unique<Impl>()) {}
Semaphore::Semaphore(std::ptrdiff_t value) : impl_(std::make_unique<Impl>(value)) {}
Semaphore::~Semaphore() = default;

bool Semaphore::acquire(bool blocking, Timeout timeout) {
  return impl_->semaphore.acquire(blocking, timeout);
}
void Semaphore::release() {
  impl_->semaphore.release();
}
void Semaphore::release(std::ptrdiff_t n) {
  impl_->semaphore.release(n);
}

void Semaphore::lock() {
  impl_->semaphore.lock();
}
bool Semaphore::try_lock() {
  return impl_->semaphore.try_lock();
}
void Semaphore::unlock() {
  impl_->semaphore.unlock();
}

struct BoundedSemaphore::Impl {
  Impl() = default;
  explicit Impl(std::ptrdiff_t value) : semaphore(value) {}
  threading::BoundedSemaphore semaphore;
};

BoundedSemaphore::BoundedSemaphore() : impl_(std::make_unique<Impl>()) {}
BoundedSemaphore::BoundedSemaphore(std::ptrdiff_t value) : impl_(std::make_unique<Impl>(value)) {}
BoundedSemaphore::~BoundedSemaphore() = default;

bool BoundedSemaphore::acquire(bool blocking, Timeout timeout) {
  return impl_->semaphore.acquire(blocking, timeout);
}
void BoundedSemaphore::release() {
  impl_->semaphore.release();
}
void BoundedSemaphore::release(std::ptrdiff_t n) {
  impl_->semaphore.release(n);
}

void BoundedSemaphore::lock() {
  impl_->semaphore.lock();
}
bool BoundedSemaphore::try_lock() {
  return impl_->semaphore.try_lock();
}
void BoundedSemaphore::unlock() {
  impl_->semaphore.unlock();
}

}  // namespace subject
