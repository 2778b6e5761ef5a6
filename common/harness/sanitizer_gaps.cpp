#include <dlfcn.h>
#include <pthread.h>
#include <sanitizer/tsan_interface.h>
#include <semaphore.h>

#include <atomic>
#include <cstdint>
#include <ctime>
#include <limits>

// What ThreadSanitizer 12 to 14 does not know about, and libstdc++ 12 does not get right. Linked
// into stress programs alone.
//
// Locking until a time on the steady clock, as std::timed_mutex and its kin do: without a word it
// would see the unlock and not the lock, and call every access in between a race.
//
// Semaphores: libstdc++ 12 takes a deadline from the steady clock to the wall clock, where the
// largest overflows; it then reports a release that never was. It is meant as "for ever".
//
// Fences: it takes no notice of them, and calls what they order a race. So its word on races
// counts only in a program that has used none; explore, which knows fences, judges the others.
// The linker sends calls of the fence here (`--wrap`, in the grader's toolchain).
namespace {

// Relaxed: whoever depends on a fence has passed one, and so has set it, before it can race.
std::atomic<bool> fence_used = false;

template <class Function>
Function* real(const char* name) {
  return reinterpret_cast<Function*>(dlsym(RTLD_NEXT, name));
}

// `flags`: what kind of lock is attempted, in ThreadSanitizer's terms.
template <class Lock, class Attempt>
int attempt(Lock* lock, unsigned flags, Attempt locks) {
  flags |= __tsan_mutex_try_lock;
  __tsan_mutex_pre_lock(lock, flags);
  const int result = locks();
  __tsan_mutex_post_lock(lock, result == 0 ? flags : flags | __tsan_mutex_try_lock_failed, 0);
  return result;
}

}  // namespace

// Asked before each report whether to leave it out.
namespace __tsan {  // NOLINT: ThreadSanitizer chose the name
class ReportDesc;
bool OnReport(const ReportDesc* report, bool suppressed);
__attribute__((no_sanitize("thread"))) bool OnReport(const ReportDesc* /*report*/,
                                                     bool suppressed) {
  return suppressed || fence_used.load(std::memory_order_relaxed);
}
}  // namespace __tsan

extern "C" {

void __real___tsan_atomic_thread_fence(int order);
void __wrap___tsan_atomic_thread_fence(int order);
void __wrap___tsan_atomic_thread_fence(int order) {
  fence_used.store(true, std::memory_order_relaxed);
  __real___tsan_atomic_thread_fence(order);
}

int pthread_mutex_clocklock(pthread_mutex_t* mutex, clockid_t clock, const timespec* end) {
  static auto* const function = real<decltype(pthread_mutex_clocklock)>("pthread_mutex_clocklock");
  return attempt(mutex, 0, [&] { return function(mutex, clock, end); });
}

int pthread_rwlock_clockwrlock(pthread_rwlock_t* lock, clockid_t clock, const timespec* end) {
  static auto* const function =
      real<decltype(pthread_rwlock_clockwrlock)>("pthread_rwlock_clockwrlock");
  return attempt(lock, 0, [&] { return function(lock, clock, end); });
}

int pthread_rwlock_clockrdlock(pthread_rwlock_t* lock, clockid_t clock, const timespec* end) {
  static auto* const function =
      real<decltype(pthread_rwlock_clockrdlock)>("pthread_rwlock_clockrdlock");
  return attempt(lock, __tsan_mutex_read_lock, [&] { return function(lock, clock, end); });
}

int sem_timedwait(sem_t* semaphore, const timespec* end) {
  static auto* const function = real<decltype(sem_timedwait)>("sem_timedwait");
  constexpr timespec kForEver{.tv_sec = std::numeric_limits<std::int32_t>::max(), .tv_nsec = 0};
  return function(semaphore, end->tv_sec < 0 ? &kForEver : end);
}

}  // extern "C"
