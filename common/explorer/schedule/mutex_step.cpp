#include "explorer/schedule/mutex_step.h"

namespace explorer {

void take_mutex(LogicalThread& thread, SyncObject& mutex) {
  if (mutex.owner == thread.id) {
    mutex.depth++;
    return;
  }
  mutex.owner = thread.id;
  mutex.depth = 1;
  mutex.held_stack = thread.stack;
  thread.held_mutexes++;
  run.held_mutexes++;
  acquire_from(thread, mutex);
  state_changed();
}

bool is_about_to_be_tried(const LogicalThread& thread, const SyncObject& lock) {
  for (std::uint32_t id = 0; id < run.thread_count; id++) {
    const LogicalThread& other = run.threads[id];
    if (&other == &thread || other.need != Need::nothing || other.object != &lock) continue;
    if (other.op == Op::try_lock || other.op == Op::timed_lock) return true;
  }
  return false;
}

void release_mutex(LogicalThread& thread, SyncObject& mutex) {
  mutex.owner = SyncObject::kFree;
  mutex.depth = 0;
  thread.held_mutexes--;
  run.held_mutexes--;
  release_to(thread, mutex);
  also_touches(&mutex, Touch::unlock);
  state_changed();
  for (std::uint32_t id = 0; id < run.thread_count; id++) {
    LogicalThread& waiter = run.threads[id];
    if (waiter.need == Need::wake && waiter.op == Op::timed_lock && waiter.object == &mutex) {
      wake(waiter);
    }
  }
}

}  // namespace explorer
