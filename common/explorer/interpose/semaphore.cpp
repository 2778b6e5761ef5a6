// POSIX semaphores: what std::counting_semaphore stands on. The value lives in the sem_t itself.
#include <errno.h>
#include <semaphore.h>

#include "explorer/interpose/real.h"
#include "explorer/interpose/virtual_time.h"
#include "explorer/schedule/mutex_step.h"

using namespace explorer;

namespace {

SyncObject& semaphore_object(LogicalThread& thread, sem_t* semaphore) {
  check_alive(thread, reinterpret_cast<std::uintptr_t>(semaphore), sizeof(std::uint64_t));
  thread.clock_reads = 0;
  return sync_object(semaphore, ObjectKind::semaphore);
}

volatile std::uint32_t& value_of(sem_t* semaphore) {
  return *reinterpret_cast<volatile std::uint32_t*>(semaphore);
}

int take(LogicalThread& thread, SyncObject& object, sem_t* semaphore, Op op) {
  const std::uint32_t value = value_of(semaphore);
  value_of(semaphore) = value - 1;
  acquire_from(thread, object);
  state_changed();
  record(thread, op, &object, {.read = value, .written = value - 1, .flags = step_flags()});
  return 0;
}

int wait(LogicalThread& thread, sem_t* semaphore) {
  SyncObject& object = semaphore_object(thread, semaphore);
  point(thread, Op::sem_wait, &object, Touch::write, Need::semaphore);
  check_alive(thread, object.address, sizeof(std::uint64_t));
  return take(thread, object, semaphore, Op::sem_wait);
}

int try_wait(LogicalThread& thread, sem_t* semaphore) {
  SyncObject& object = semaphore_object(thread, semaphore);
  poll_point(thread, Op::sem_try_wait, &object, Touch::write, value_of(semaphore) == 0);
  if (value_of(semaphore) > 0) return take(thread, object, semaphore, Op::sem_try_wait);
  record(thread, Op::sem_try_wait, &object, {.flags = step_flags(kFailed)});
  polled_in_vain(thread, object);
  errno = EAGAIN;
  return -1;
}

int timed_wait(LogicalThread& thread, sem_t* semaphore, std::int64_t deadline) {
  SyncObject& object = semaphore_object(thread, semaphore);
  point(thread, Op::sem_wait, &object, Touch::write);
  while (value_of(semaphore) == 0) {
    record(thread, Op::sem_wait, &object, {.flags = step_flags(kBlocked)});
    if (sleep(thread, Op::sem_wait, &object, deadline, false) == Awake::timed_out) {
      record(thread, Op::sem_wait, &object,
             {.flags = step_flags(kTimedOut | (thread.early ? kEarly : 0u))});
      errno = ETIMEDOUT;
      return -1;
    }
    also_touches(&object, Touch::write);
  }
  return take(thread, object, semaphore, Op::sem_wait);
}

int post(LogicalThread& thread, sem_t* semaphore) {
  SyncObject& object = semaphore_object(thread, semaphore);
  point(thread, Op::sem_post, &object, Touch::write);
  check_alive(thread, object.address, sizeof(std::uint64_t));
  const std::uint32_t value = value_of(semaphore);
  value_of(semaphore) = value + 1;
  release_to(thread, object);
  state_changed();
  if (LogicalThread* sleeper = choose_sleeper(object, Op::sem_wait)) wake(*sleeper);
  record(thread, Op::sem_post, &object,
         {.read = value, .written = value + 1, .flags = step_flags()});
  return 0;
}

}  // namespace

EXPLORER_HOOK int sem_init(sem_t* semaphore, int shared, unsigned value) noexcept {
  if (self != nullptr) {
    run.objects.forget(reinterpret_cast<std::uintptr_t>(semaphore), sizeof *semaphore);
  }
  return EXPLORER_REAL(sem_init)(semaphore, shared, value);
}
EXPLORER_HOOK int sem_wait(sem_t* semaphore) {
  return self != nullptr ? wait(*self, semaphore) : EXPLORER_REAL(sem_wait)(semaphore);
}
EXPLORER_HOOK int sem_trywait(sem_t* semaphore) noexcept {
  if (self == nullptr) return EXPLORER_REAL(sem_trywait)(semaphore);
  self->frame = hook_frame();
  return try_wait(*self, semaphore);
}
EXPLORER_HOOK int sem_timedwait(sem_t* semaphore, const timespec* until) {
  if (self == nullptr) return EXPLORER_REAL(sem_timedwait)(semaphore, until);
  // Not counted as a wait on the wall clock: std::counting_semaphore knows no other.
  return timed_wait(*self, semaphore, virtual_deadline(CLOCK_REALTIME, *until));
}
EXPLORER_HOOK int sem_clockwait(sem_t* semaphore, clockid_t clock, const timespec* until) {
  if (self == nullptr) return EXPLORER_REAL(sem_clockwait)(semaphore, clock, until);
  return timed_wait(*self, semaphore, virtual_deadline(clock, *until));
}
EXPLORER_HOOK int sem_post(sem_t* semaphore) noexcept {
  return self != nullptr ? post(*self, semaphore) : EXPLORER_REAL(sem_post)(semaphore);
}
