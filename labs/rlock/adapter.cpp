#include <concepts>
#include <cstddef>
#include <type_traits>

#include "labs/rlock/subject.hpp"
#include "rlock/rlock.hpp"

// The one file that sees the submission. What the compiler can hold it to stands here.
using threading::Timeout;

static_assert(std::is_default_constructible_v<threading::RLock>, "RLock() makes an unlocked lock");
static_assert(!std::is_copy_constructible_v<threading::RLock> &&
                  !std::is_copy_assignable_v<threading::RLock>,
              "an RLock cannot be copied");
static_assert(!std::is_move_constructible_v<threading::RLock> &&
                  !std::is_move_assignable_v<threading::RLock>,
              "an RLock cannot be moved");
static_assert(
    requires(threading::RLock & lock) {
      { lock.acquire() } -> std::same_as<bool>;
      { lock.acquire(true) } -> std::same_as<bool>;
      { lock.acquire(true, Timeout{}) } -> std::same_as<bool>;
    },
    "the rlock lab needs `bool acquire(bool blocking = true, Timeout timeout = {})`");
static_assert(
    requires(threading::RLock & lock) {
      { lock.release() } -> std::same_as<void>;
    },
    "the rlock lab needs `void release()`");
static_assert(
    requires(const threading::RLock& lock) {
      { lock.locked() } -> std::same_as<bool>;
      { lock.is_owned() } -> std::same_as<bool>;
      { lock.recursion_count() } -> std::same_as<std::size_t>;
    },
    "the rlock lab needs `bool locked() const`, `bool is_owned() const` and "
    "`std::size_t recursion_count() const`");
static_assert(
    requires(threading::RLock & lock) {
      { lock.release_save() } -> std::same_as<std::size_t>;
      { lock.acquire_restore(std::size_t{1}) } -> std::same_as<void>;
    },
    "the rlock lab needs `std::size_t release_save()` and `void acquire_restore(std::size_t)`");
static_assert(
    requires(threading::RLock & lock) {
      lock.lock();
      { lock.try_lock() } -> std::same_as<bool>;
      lock.unlock();
    },
    "the rlock lab needs lock(), try_lock() and unlock(): derive from Lockable<RLock>");

namespace subject {

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
std::size_t RLock::release_save() {
  return impl_->lock.release_save();
}
void RLock::acquire_restore(std::size_t depth) {
  impl_->lock.acquire_restore(depth);
}

void RLock::lock() {
  impl_->lock.lock();
}
bool RLock::try_lock() {
  return impl_->lock.try_lock();
}
void RLock::unlock() {
  impl_->lock.unlock();
}

}  // namespace subject
