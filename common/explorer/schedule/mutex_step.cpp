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
