// pthread mutexes: std::mutex, std::recursive_mutex, std::timed_mutex …
#include <errno.h>
#include <pthread.h>

#include "explorer/interpose/real.h"
#include "explorer/interpose/virtual_time.h"
#include "explorer/schedule/failure.h"
#include "explorer/schedule/mutex_step.h"

using namespace explorer;

namespace {

bool is_recursive(const pthread_mutex_t* mutex) {
  return (mutex->__data.__kind & 3) == PTHREAD_MUTEX_RECURSIVE;
}
bool checks_errors(const pthread_mutex_t* mutex) {
  return (mutex->__data.__kind & 3) == PTHREAD_MUTEX_ERRORCHECK;
}

SyncObject& mutex_object(LogicalThread& thread, pthread_mutex_t* mutex) {
  check_alive(thread, reinterpret_cast<std::uintptr_t>(mutex), sizeof *mutex);
  thread.clock_reads = 0;
  return sync_object(mutex, ObjectKind::mutex);
}

// Locking again what one holds: 0 to go on, an error, or the end of the schedule.
int relock(LogicalThread& thread, SyncObject& object, pthread_mutex_t* mutex) {
  if (is_recursive(mutex)) {
    object.depth++;
    return 0;
  }
  if (checks_errors(mutex)) return EDEADLK;
  thread.stack = run.recorder.capture_stack();
  thread.op = Op::lock;
  thread.object = &object;
  set_need(thread, Need::free_mutex);
  record(thread, Op::lock, &object, {.flags = step_flags(kBlocked)});
  fail_schedule(Finding::deadlock, "%s locks %s, which it holds already", called(thread),
                called(object));
}

int lock(LogicalThread& thread, pthread_mutex_t* mutex) {
  SyncObject& object = mutex_object(thread, mutex);
  if (object.owner == thread.id) return relock(thread, object, mutex);
  point(thread, Op::lock, &object, Touch::lock, Need::free_mutex);
  check_alive(thread, object.address, sizeof *mutex);
  take_mutex(thread, object);
  record(thread, Op::lock, &object, {.flags = step_flags()});
  return 0;
}

int try_lock(LogicalThread& thread, pthread_mutex_t* mutex) {
  SyncObject& object = mutex_object(thread, mutex);
  const bool mine = object.owner == thread.id && is_recursive(mutex);
  const auto is_taken = [&] { return object.owner != SyncObject::kFree && !mine; };
  announce_try(object);
  poll_point(thread, Op::try_lock, &object, Touch::write, is_taken());
  if (is_taken()) {
    record(thread, Op::try_lock, &object, {.flags = step_flags(kFailed)});
    polled_in_vain(thread, object);
    return EBUSY;
  }
  take_mutex(thread, object);
  record(thread, Op::try_lock, &object, {.flags = step_flags()});
  return 0;
}

int timed_lock(LogicalThread& thread, pthread_mutex_t* mutex, std::int64_t deadline) {
  SyncObject& object = mutex_object(thread, mutex);
  if (object.owner == thread.id && is_recursive(mutex)) return relock(thread, object, mutex);
  announce_try(object);
  point(thread, Op::timed_lock, &object, Touch::write);
  while (object.owner != SyncObject::kFree) {
    record(thread, Op::timed_lock, &object, {.flags = step_flags(kBlocked)});
    if (sleep(thread, Op::timed_lock, &object, deadline, false) == Awake::timed_out) {
      record(thread, Op::timed_lock, &object,
             {.flags = step_flags(kTimedOut | (thread.early ? kEarly : 0u))});
      return ETIMEDOUT;
    }
    also_touches(&object, Touch::write);
  }
  take_mutex(thread, object);
  record(thread, Op::timed_lock, &object, {.flags = step_flags()});
  return 0;
}

int unlock(LogicalThread& thread, pthread_mutex_t* mutex) {
  SyncObject& object = mutex_object(thread, mutex);
  if (run.recorder.full()) thread.stack = run.recorder.capture_stack();
  if (object.owner != thread.id) {
    record(thread, Op::unlock, &object, {.flags = kFailed});
    if (checks_errors(mutex)) return EPERM;
    if (object.owner == SyncObject::kFree) {
      fail_schedule(Finding::misuse, "%s unlocks %s, which is not locked", called(thread),
                    called(object));
    }
    fail_schedule(Finding::misuse, "%s unlocks %s, which %s holds", called(thread), called(object),
                  called(run.threads[object.owner]));
  }
  if (object.depth > 1) {
    object.depth--;
    return 0;
  }
  if (is_about_to_be_tried(thread, object)) {
    point(thread, Op::unlock, &object, Touch::write);
  }
  release_mutex(thread, object);
  record(thread, Op::unlock, &object, {.flags = step_flags()});
  return 0;
}

}  // namespace

EXPLORER_HOOK int pthread_mutex_init(pthread_mutex_t* mutex,
                                     const pthread_mutexattr_t* attributes) noexcept {
  if (self != nullptr) {
    run.objects.forget(reinterpret_cast<std::uintptr_t>(mutex), sizeof *mutex);
  }
  return EXPLORER_REAL(pthread_mutex_init)(mutex, attributes);
}

EXPLORER_HOOK int pthread_mutex_destroy(pthread_mutex_t* mutex) noexcept {
  LogicalThread* thread = self;
  if (thread == nullptr) return EXPLORER_REAL(pthread_mutex_destroy)(mutex);
  SyncObject& object = mutex_object(*thread, mutex);
  if (object.owner != SyncObject::kFree) {
    fail_schedule(Finding::misuse, "%s destroys %s, which %s holds", called(*thread),
                  called(object), called(run.threads[object.owner]));
  }
  object.dead = true;
  return 0;
}

EXPLORER_HOOK int pthread_mutex_lock(pthread_mutex_t* mutex) noexcept {
  return self != nullptr ? lock(*self, mutex) : EXPLORER_REAL(pthread_mutex_lock)(mutex);
}

EXPLORER_HOOK int pthread_mutex_unlock(pthread_mutex_t* mutex) noexcept {
  return self != nullptr ? unlock(*self, mutex) : EXPLORER_REAL(pthread_mutex_unlock)(mutex);
}

EXPLORER_HOOK int pthread_mutex_trylock(pthread_mutex_t* mutex) noexcept {
  if (self == nullptr) return EXPLORER_REAL(pthread_mutex_trylock)(mutex);
  self->frame = hook_frame();
  return try_lock(*self, mutex);
}

EXPLORER_HOOK int pthread_mutex_timedlock(pthread_mutex_t* mutex, const timespec* until) noexcept {
  if (self == nullptr) return EXPLORER_REAL(pthread_mutex_timedlock)(mutex, until);
  return timed_lock(*self, mutex, deadline_of_wait(*self, CLOCK_REALTIME, *until));
}

EXPLORER_HOOK int pthread_mutex_clocklock(pthread_mutex_t* mutex, clockid_t clock,
                                          const timespec* until) noexcept {
  if (self == nullptr) return EXPLORER_REAL(pthread_mutex_clocklock)(mutex, clock, until);
  return timed_lock(*self, mutex, deadline_of_wait(*self, clock, *until));
}
