// std::call_once and the initialisation of function-local statics.
#include <pthread.h>

#include <cstdint>

#include "explorer/interpose/real.h"
#include "explorer/schedule/mutex_step.h"

using namespace explorer;

namespace {

constexpr int kOnceDone = 2;  // as glibc marks it, so that a flag may be set outside a schedule

// Waits until nobody else is inside; true when it is the caller's to go in.
template <class IsDone>
bool enter(LogicalThread& thread, SyncObject& object, Op op, IsDone is_done) {
  thread.clock_reads = 0;
  point(thread, op, &object, Touch::write);
  while (!is_done() && object.owner != SyncObject::kFree) {
    record(thread, op, &object, {.flags = step_flags(kBlocked)});
    sleep(thread, op, &object, kForever, false);
    also_touches(&object, Touch::write);
  }
  acquire_from(thread, object);
  if (is_done()) return false;
  object.owner = thread.id;
  object.held_stack = thread.stack;
  record(thread, op, &object, {.flags = step_flags()});
  return true;
}

void leave(LogicalThread& thread, SyncObject& object, Op op) {
  object.owner = SyncObject::kFree;
  release_to(thread, object);
  also_touches(&object, Touch::write);
  state_changed();
  for (std::uint32_t id = 0; id < run.thread_count; id++) {
    LogicalThread& waiter = run.threads[id];
    if (waiter.need == Need::wake && waiter.op == op && waiter.object == &object) wake(waiter);
  }
}

// Leaves a once flag in whatever way its function ends: an exception leaves it undone, and orders
// too.
class OnceGuard {
 public:
  OnceGuard(LogicalThread& thread, SyncObject& object, pthread_once_t& flag)
      : thread_(thread), object_(object), flag_(flag) {}
  ~OnceGuard() {
    if (done_) flag_ = kOnceDone;
    leave(thread_, object_, Op::once);
  }
  OnceGuard(const OnceGuard&) = delete;
  OnceGuard& operator=(const OnceGuard&) = delete;

  void done() { done_ = true; }

 private:
  LogicalThread& thread_;
  SyncObject& object_;
  pthread_once_t& flag_;
  bool done_ = false;
};

// The first byte of a guard says "initialised"; compiled code tests it without asking us.
bool is_initialised(const std::uint64_t* guard) {
  return *reinterpret_cast<const volatile std::uint8_t*>(guard) != 0;
}
void set_initialised(std::uint64_t* guard) {
  const auto address = reinterpret_cast<std::uintptr_t>(guard);
  if (run.globals.contains(address)) run.globals.save(address, sizeof *guard);
  *reinterpret_cast<volatile std::uint8_t*>(guard) = 1;
}

}  // namespace

EXPLORER_HOOK int pthread_once(pthread_once_t* flag, void (*function)()) {
  LogicalThread* thread = self;
  if (thread == nullptr) return EXPLORER_REAL(pthread_once)(flag, function);
  SyncObject& object = sync_object(flag, ObjectKind::once);
  if (*flag == kOnceDone) {
    acquire_from(*thread, object);
    return 0;
  }
  const auto address = reinterpret_cast<std::uintptr_t>(flag);
  if (run.globals.contains(address)) run.globals.save(address, sizeof *flag);
  if (!enter(*thread, object, Op::once, [flag] { return *flag == kOnceDone; })) return 0;
  OnceGuard guard(*thread, object, *flag);
  function();
  guard.done();
  return 0;
}

EXPLORER_HOOK int __cxa_guard_acquire(std::uint64_t* guard) {
  LogicalThread* thread = self;
  if (thread == nullptr) {
    using Acquire = int(std::uint64_t*);
    static Acquire* real;
    if (real == nullptr) real = reinterpret_cast<Acquire*>(next_symbol("__cxa_guard_acquire"));
    return real(guard);
  }
  SyncObject& object = sync_object(guard, ObjectKind::once);
  const bool mine =
      enter(*thread, object, Op::static_init, [guard] { return is_initialised(guard); });
  return mine ? 1 : 0;
}

EXPLORER_HOOK void __cxa_guard_release(std::uint64_t* guard) noexcept {
  LogicalThread* thread = self;
  if (thread == nullptr) {
    using Release = void(std::uint64_t*);
    static Release* real;
    if (real == nullptr) real = reinterpret_cast<Release*>(next_symbol("__cxa_guard_release"));
    real(guard);
    return;
  }
  set_initialised(guard);
  leave(*thread, sync_object(guard, ObjectKind::once), Op::static_init);
}

EXPLORER_HOOK void __cxa_guard_abort(std::uint64_t* guard) noexcept {
  LogicalThread* thread = self;
  if (thread == nullptr) {
    using Abort = void(std::uint64_t*);
    static Abort* real;
    if (real == nullptr) real = reinterpret_cast<Abort*>(next_symbol("__cxa_guard_abort"));
    real(guard);
    return;
  }
  leave(*thread, sync_object(guard, ObjectKind::once), Op::static_init);
}
