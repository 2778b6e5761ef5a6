// Threads and their specific values.
#include <errno.h>
#include <pthread.h>

#include "explorer/backend/worker.h"
#include "explorer/interpose/real.h"
#include "explorer/schedule/failure.h"
#include "explorer/schedule/mutex_step.h"
#include "explorer/schedule/thread_life.h"

using namespace explorer;

namespace {

// The body's own thread is the thread that called explore(): what static objects remember of the
// main thread holds for it. Any other's handle is that of the worker which lends it its TLS block.
pthread_t handle_of(const LogicalThread& thread) {
  return thread.id == 0 ? driver_handle() : thread.worker->handle;
}

LogicalThread* thread_of(pthread_t handle) {
  for (std::uint32_t id = 0; id < run.thread_count; id++) {
    if (handle_of(run.threads[id]) == handle) return &run.threads[id];
  }
  return nullptr;
}

int join(LogicalThread& thread, pthread_t handle, void** result) {
  LogicalThread* other = thread_of(handle);
  if (other == nullptr) return ESRCH;
  if (other == &thread) return EDEADLK;
  if (other->joined || other->detached) return EINVAL;
  thread.target = other->id;
  thread.clock_reads = 0;
  if (other->need != Need::never) {
    point(thread, Op::join, nullptr, Touch::nothing, Need::finished_thread);
  } else if (run.recorder.full()) {
    thread.stack = run.recorder.capture_stack();
  }
  if (other->joined)
    fail_schedule(Finding::misuse, "two threads join %s at the same time", called(*other));
  thread.clock.join(other->clock);
  other->joined = true;
  if (result != nullptr) *result = other->result;
  record(thread, Op::join, nullptr, {.flags = step_flags(), .other = other->id});
  return 0;
}

}  // namespace

EXPLORER_HOOK pthread_t pthread_self() noexcept {
  if (self == nullptr) return EXPLORER_REAL(pthread_self)();
  return handle_of(*self);
}

EXPLORER_HOOK int pthread_create(pthread_t* handle, const pthread_attr_t* attributes,
                                 void* (*function)(void*), void* argument) noexcept {
  LogicalThread* thread = self;
  if (thread == nullptr) {
    return EXPLORER_REAL(pthread_create)(handle, attributes, function, argument);
  }
  LogicalThread& created = create_thread(function, argument, thread);
  thread->clock.tick(thread->id);
  thread->clock_reads = 0;
  also_touches(GlobalObject::threads, Touch::write);
  int state = PTHREAD_CREATE_JOINABLE;
  if (attributes != nullptr) pthread_attr_getdetachstate(attributes, &state);
  created.detached = state == PTHREAD_CREATE_DETACHED;
  *handle = handle_of(created);
  if (run.recorder.full()) thread->stack = run.recorder.capture_stack();
  record(*thread, Op::create, nullptr, {.flags = step_flags(), .other = created.id});
  return 0;
}

EXPLORER_HOOK int pthread_join(pthread_t handle, void** result) {
  if (self == nullptr) return EXPLORER_REAL(pthread_join)(handle, result);
  return join(*self, handle, result);
}

EXPLORER_HOOK int pthread_detach(pthread_t handle) noexcept {
  if (self == nullptr) return EXPLORER_REAL(pthread_detach)(handle);
  LogicalThread* other = thread_of(handle);
  if (other == nullptr) return ESRCH;
  if (other->joined || other->detached) return EINVAL;
  other->detached = true;
  if (run.recorder.full()) self->stack = run.recorder.capture_stack();
  record(*self, Op::detach, nullptr, {.other = other->id});
  return 0;
}

EXPLORER_HOOK int pthread_key_create(pthread_key_t* key, void (*destructor)(void*)) noexcept {
  const int error = EXPLORER_REAL(pthread_key_create)(key, destructor);
  if (error == 0) set_key_destructor(*key, destructor);
  return error;
}

EXPLORER_HOOK int pthread_setspecific(pthread_key_t key, const void* value) noexcept {
  LogicalThread* thread = self;
  if (thread == nullptr) return EXPLORER_REAL(pthread_setspecific)(key, value);
  if (key >= LogicalThread::kMaxKeys) {
    fail_schedule(Finding::limit, "%s uses more than %u keys of threads' own values",
                  called(*thread), LogicalThread::kMaxKeys);
  }
  thread->has_keys = true;
  thread->keys[key] = const_cast<void*>(value);
  return 0;
}

EXPLORER_HOOK void* pthread_getspecific(pthread_key_t key) noexcept {
  LogicalThread* thread = self;
  if (thread == nullptr) return EXPLORER_REAL(pthread_getspecific)(key);
  return key < LogicalThread::kMaxKeys ? thread->keys[key] : nullptr;
}
