#include <concepts>
#include <type_traits>

#include "labs/lock/subject.hpp"
#include "lock/lock.hpp"

// The one file that sees the submission. What the compiler can hold it to stands here.
using threading::Timeout;

static_assert(std::is_default_constructible_v<threading::Lock>, "Lock() makes an unlocked lock");
static_assert(!std::is_copy_constructible_v<threading::Lock> &&
                  !std::is_copy_assignable_v<threading::Lock>,
              "a Lock cannot be copied");
static_assert(!std::is_move_constructible_v<threading::Lock> &&
                  !std::is_move_assignable_v<threading::Lock>,
              "a Lock cannot be moved");
static_assert(
    requires(threading::Lock & lock) {
      { lock.acquire() } -> std::same_as<bool>;
      { lock.acquire(true) } -> std::same_as<bool>;
      { lock.acquire(true, Timeout{}) } -> std::same_as<bool>;
    },
    "the lock lab needs `bool acquire(bool blocking = true, Timeout timeout = {})`");
static_assert(
    requires(threading::Lock & lock) {
      { lock.release() } -> std::same_as<void>;
    },
    "the lock lab needs `void release()`");
static_assert(
    requires(const threading::Lock& lock) {
      { lock.locked() } -> std::same_as<bool>;
    },
    "the lock lab needs `bool locked() const`");
static_assert(
    requires(threading::Lock & lock) {
      lock.lock();
      { lock.try_lock() } -> std::same_as<bool>;
      lock.unlock();
    },
    "the lock lab needs lock(), try_lock() and unlock(): derive from Lockable<Lock>");

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

void Lock::lock() {
  impl_->lock.lock();
}
bool Lock::try_lock() {
  return impl_->lock.try_lock();
}
void Lock::unlock() {
  impl_->lock.unlock();
}

}  // namespace subject
