// pthread condition variables. A notify orders nothing: only the mutex does.
#include <errno.h>
#include <pthread.h>

#include "explorer/interpose/real.h"
#include "explorer/interpose/virtual_time.h"
#include "explorer/schedule/failure.h"
#include "explorer/schedule/mutex_step.h"

using namespace explorer;

namespace {

SyncObject& condition_object(LogicalThread& thread, pthread_cond_t* condition) {
  check_alive(thread, reinterpret_cast<std::uintptr_t>(condition), sizeof *condition);
  thread.clock_reads = 0;
  return sync_object(condition, ObjectKind::condition);
}

// pthread_condattr_setclock: the C library keeps it as a bit of the condition, which the real
// pthread_cond_init has written.
clockid_t clock_of(const pthread_cond_t& condition) {
  constexpr unsigned kMonotonic = 2;
  return (condition.__data.__wrefs & kMonotonic) != 0 ? CLOCK_MONOTONIC : CLOCK_REALTIME;
}

std::uint32_t flags_of(const LogicalThread& thread, Awake awake) {
  switch (awake) {
    case Awake::woken:
      return kWoken;
    case Awake::spurious:
      return kSpurious;
    case Awake::timed_out:
      return kTimedOut | (thread.early ? kEarly : 0u);
  }
  return 0;
}

// All that wait at once must do so with the same mutex.
void require_one_mutex(const LogicalThread& thread, const SyncObject& condition,
                       const SyncObject& mutex) {
  for (std::uint32_t id = 0; id < run.thread_count; id++) {
    const LogicalThread& other = run.threads[id];
    if (other.need != Need::wake || other.op != Op::cond_wake || other.object != &condition ||
        other.second == &mutex) {
      continue;
    }
    fail_schedule(Finding::misuse, "%s waits on %s with %s while %s waits on it with %s",
                  called(thread), called(condition), called(mutex), called(other),
                  called(*other.second));
  }
}

int wait(LogicalThread& thread, pthread_cond_t* condition, pthread_mutex_t* mutex,
         std::int64_t deadline) {
  SyncObject& object = condition_object(thread, condition);
  SyncObject& lock = sync_object(mutex, ObjectKind::mutex);
  point(thread, Op::cond_wait, &object, Touch::write);
  if (lock.owner != thread.id) {
    fail_schedule(Finding::misuse, "%s waits on %s without holding %s", called(thread),
                  called(object), called(lock));
  }
  require_one_mutex(thread, object, lock);
  const std::uint32_t depth = lock.depth;
  release_mutex(thread, lock);
  record(thread, Op::cond_wait, &object, {.flags = step_flags(kBlocked)});
  thread.second = &lock;
  const Awake awake = sleep(thread, Op::cond_wake, &object, deadline, true);
  record(thread, Op::cond_wake, &object, {.flags = step_flags(flags_of(thread, awake))});
  point(thread, Op::lock, &lock, Touch::lock, Need::free_mutex);
  take_mutex(thread, lock);
  lock.depth = depth;
  record(thread, Op::lock, &lock, {.flags = step_flags()});
  return awake == Awake::timed_out ? ETIMEDOUT : 0;
}

int notify(LogicalThread& thread, pthread_cond_t* condition, Op op) {
  SyncObject& object = condition_object(thread, condition);
  point(thread, op, &object, Touch::write);
  check_alive(thread, object.address, sizeof *condition);
  std::int32_t woken = 0;
  while (LogicalThread* sleeper = choose_sleeper(object, Op::cond_wake)) {
    wake(*sleeper);
    woken++;
    if (op == Op::cond_signal) break;
  }
  if (run.recorder.on()) {
    object.last_notify = run.recorder.step_count();
    record(thread, op, &object, {.flags = step_flags(), .other = woken});
  } else {
    object.last_notify = run.picks;
  }
  return 0;
}

void destroy(LogicalThread& thread, pthread_cond_t* condition) {
  SyncObject& object = condition_object(thread, condition);
  for (std::uint32_t id = 0; id < run.thread_count; id++) {
    const LogicalThread& waiter = run.threads[id];
    if (waiter.need != Need::wake || waiter.object != &object) continue;
    fail_schedule(Finding::misuse, "%s destroys %s while %s waits on it", called(thread),
                  called(object), called(waiter));
  }
  object.dead = true;
}

}  // namespace

EXPLORER_HOOK int pthread_cond_init(pthread_cond_t* condition,
                                    const pthread_condattr_t* attributes) noexcept {
  if (self != nullptr) {
    run.objects.forget(reinterpret_cast<std::uintptr_t>(condition), sizeof *condition);
  }
  return EXPLORER_REAL_COND(pthread_cond_init)(condition, attributes);
}

EXPLORER_HOOK int pthread_cond_destroy(pthread_cond_t* condition) noexcept {
  if (self == nullptr) return EXPLORER_REAL_COND(pthread_cond_destroy)(condition);
  destroy(*self, condition);
  return 0;
}

EXPLORER_HOOK int pthread_cond_wait(pthread_cond_t* condition, pthread_mutex_t* mutex) {
  if (self == nullptr) return EXPLORER_REAL_COND(pthread_cond_wait)(condition, mutex);
  return wait(*self, condition, mutex, kForever);
}

EXPLORER_HOOK int pthread_cond_timedwait(pthread_cond_t* condition, pthread_mutex_t* mutex,
                                         const timespec* until) {
  if (self == nullptr) return EXPLORER_REAL_COND(pthread_cond_timedwait)(condition, mutex, until);
  return wait(*self, condition, mutex, deadline_of_wait(*self, clock_of(*condition), *until));
}

EXPLORER_HOOK int pthread_cond_clockwait(pthread_cond_t* condition, pthread_mutex_t* mutex,
                                         clockid_t clock, const timespec* until) {
  if (self == nullptr) {
    return EXPLORER_REAL(pthread_cond_clockwait)(condition, mutex, clock, until);
  }
  return wait(*self, condition, mutex, deadline_of_wait(*self, clock, *until));
}

EXPLORER_HOOK int pthread_cond_signal(pthread_cond_t* condition) noexcept {
  if (self == nullptr) return EXPLORER_REAL_COND(pthread_cond_signal)(condition);
  return notify(*self, condition, Op::cond_signal);
}

EXPLORER_HOOK int pthread_cond_broadcast(pthread_cond_t* condition) noexcept {
  if (self == nullptr) return EXPLORER_REAL_COND(pthread_cond_broadcast)(condition);
  return notify(*self, condition, Op::cond_broadcast);
}
