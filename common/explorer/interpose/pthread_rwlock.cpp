// pthread read-write locks: std::shared_mutex, std::shared_timed_mutex.
#include <errno.h>
#include <pthread.h>

#include "explorer/interpose/real.h"
#include "explorer/interpose/virtual_time.h"
#include "explorer/schedule/failure.h"
#include "explorer/schedule/mutex_step.h"

using namespace explorer;

namespace {

enum class Mode : bool { read, write };

SyncObject& rwlock_object(LogicalThread& thread, pthread_rwlock_t* lock) {
  check_alive(thread, reinterpret_cast<std::uintptr_t>(lock), sizeof *lock);
  thread.clock_reads = 0;
  return sync_object(lock, ObjectKind::rwlock);
}

bool is_free(const SyncObject& object, Mode mode) {
  return object.owner == SyncObject::kFree && (mode == Mode::read || object.readers == 0);
}

constexpr Op op_of(Mode mode) {
  return mode == Mode::read ? Op::read_lock : Op::lock;
}

void take(LogicalThread& thread, SyncObject& object, Mode mode) {
  if (mode == Mode::read) {
    object.readers++;
  } else {
    object.owner = thread.id;
    object.held_stack = thread.stack;
    thread.clock.join(object.reader_clock);
  }
  acquire_from(thread, object);
  state_changed();
  record(thread, op_of(mode), &object, {.flags = step_flags()});
}

int lock(LogicalThread& thread, pthread_rwlock_t* rwlock, Mode mode) {
  SyncObject& object = rwlock_object(thread, rwlock);
  if (object.owner == thread.id) return EDEADLK;
  point(thread, op_of(mode), &object, Touch::write,
        mode == Mode::read ? Need::free_for_reading : Need::free_for_writing);
  take(thread, object, mode);
  return 0;
}

int try_lock(LogicalThread& thread, pthread_rwlock_t* rwlock, Mode mode) {
  SyncObject& object = rwlock_object(thread, rwlock);
  announce_try(object);
  poll_point(thread, Op::try_lock, &object, Touch::write, !is_free(object, mode));
  if (!is_free(object, mode)) {
    record(thread, Op::try_lock, &object, {.flags = step_flags(kFailed)});
    polled_in_vain(thread, object);
    return EBUSY;
  }
  take(thread, object, mode);
  return 0;
}

int timed_lock(LogicalThread& thread, pthread_rwlock_t* rwlock, Mode mode, std::int64_t deadline) {
  SyncObject& object = rwlock_object(thread, rwlock);
  if (object.owner == thread.id) return EDEADLK;
  announce_try(object);
  point(thread, Op::timed_lock, &object, Touch::write);
  while (!is_free(object, mode)) {
    record(thread, Op::timed_lock, &object, {.flags = step_flags(kBlocked)});
    if (sleep(thread, Op::timed_lock, &object, deadline, false) == Awake::timed_out) {
      record(thread, Op::timed_lock, &object,
             {.flags = step_flags(kTimedOut | (thread.early ? kEarly : 0u))});
      return ETIMEDOUT;
    }
    also_touches(&object, Touch::write);
  }
  take(thread, object, mode);
  return 0;
}

int unlock(LogicalThread& thread, pthread_rwlock_t* rwlock) {
  SyncObject& object = rwlock_object(thread, rwlock);
  if (run.recorder.full()) thread.stack = run.recorder.capture_stack();
  if (is_about_to_be_tried(thread, object)) point(thread, Op::unlock, &object, Touch::write);
  if (object.owner == thread.id) {
    object.owner = SyncObject::kFree;
    release_to(thread, object);
  } else if (object.owner == SyncObject::kFree && object.readers > 0) {
    object.readers--;
    object.reader_clock.join(thread.clock);
    thread.clock.tick(thread.id);
  } else {
    fail_schedule(Finding::misuse, "%s unlocks %s, which it does not hold", called(thread),
                  called(object));
  }
  also_touches(&object, Touch::write);
  state_changed();
  for (std::uint32_t id = 0; id < run.thread_count; id++) {
    LogicalThread& waiter = run.threads[id];
    if (waiter.need == Need::wake && waiter.op == Op::timed_lock && waiter.object == &object) {
      wake(waiter);
    }
  }
  record(thread, Op::unlock, &object, {.flags = step_flags()});
  return 0;
}

}  // namespace

EXPLORER_HOOK int pthread_rwlock_rdlock(pthread_rwlock_t* rwlock) noexcept {
  if (self == nullptr) return EXPLORER_REAL(pthread_rwlock_rdlock)(rwlock);
  return lock(*self, rwlock, Mode::read);
}
EXPLORER_HOOK int pthread_rwlock_wrlock(pthread_rwlock_t* rwlock) noexcept {
  if (self == nullptr) return EXPLORER_REAL(pthread_rwlock_wrlock)(rwlock);
  return lock(*self, rwlock, Mode::write);
}
EXPLORER_HOOK int pthread_rwlock_tryrdlock(pthread_rwlock_t* rwlock) noexcept {
  if (self == nullptr) return EXPLORER_REAL(pthread_rwlock_tryrdlock)(rwlock);
  self->frame = hook_frame();
  return try_lock(*self, rwlock, Mode::read);
}
EXPLORER_HOOK int pthread_rwlock_trywrlock(pthread_rwlock_t* rwlock) noexcept {
  if (self == nullptr) return EXPLORER_REAL(pthread_rwlock_trywrlock)(rwlock);
  self->frame = hook_frame();
  return try_lock(*self, rwlock, Mode::write);
}
EXPLORER_HOOK int pthread_rwlock_timedrdlock(pthread_rwlock_t* rwlock,
                                             const timespec* until) noexcept {
  if (self == nullptr) return EXPLORER_REAL(pthread_rwlock_timedrdlock)(rwlock, until);
  return timed_lock(*self, rwlock, Mode::read, deadline_of_wait(*self, CLOCK_REALTIME, *until));
}
EXPLORER_HOOK int pthread_rwlock_timedwrlock(pthread_rwlock_t* rwlock,
                                             const timespec* until) noexcept {
  if (self == nullptr) return EXPLORER_REAL(pthread_rwlock_timedwrlock)(rwlock, until);
  return timed_lock(*self, rwlock, Mode::write, deadline_of_wait(*self, CLOCK_REALTIME, *until));
}
EXPLORER_HOOK int pthread_rwlock_clockrdlock(pthread_rwlock_t* rwlock, clockid_t clock,
                                             const timespec* until) noexcept {
  if (self == nullptr) return EXPLORER_REAL(pthread_rwlock_clockrdlock)(rwlock, clock, until);
  return timed_lock(*self, rwlock, Mode::read, deadline_of_wait(*self, clock, *until));
}
EXPLORER_HOOK int pthread_rwlock_clockwrlock(pthread_rwlock_t* rwlock, clockid_t clock,
                                             const timespec* until) noexcept {
  if (self == nullptr) return EXPLORER_REAL(pthread_rwlock_clockwrlock)(rwlock, clock, until);
  return timed_lock(*self, rwlock, Mode::write, deadline_of_wait(*self, clock, *until));
}
EXPLORER_HOOK int pthread_rwlock_unlock(pthread_rwlock_t* rwlock) noexcept {
  if (self == nullptr) return EXPLORER_REAL(pthread_rwlock_unlock)(rwlock);
  return unlock(*self, rwlock);
}
