// Taking and giving back mutexes: shared by pthread mutexes and condition variables.
#pragma once

#include "explorer/schedule/atomic_step.h"

namespace explorer {

// The mutex is free, or held by the caller and recursive.
void take_mutex(LogicalThread& thread, SyncObject& mutex);

// The caller holds it, and gives it up whatever the depth.
void release_mutex(LogicalThread& thread, SyncObject& mutex);

// Is another thread about to try this lock, without waiting for it? Then giving it back is a step
// of its own: the other may come first and fail. Nobody else could tell.
[[nodiscard]] bool is_about_to_be_tried(const LogicalThread& thread, const SyncObject& lock);

// So a step that ends before such a try changes what the lock's holder can do in one step, and
// does not commute with taking it.
inline void announce_try(const SyncObject& lock) {
  also_touches(&lock, Touch::write);
}

// Happens-before by way of an object.
inline void acquire_from(LogicalThread& thread, const SyncObject& object) {
  thread.clock.join(object.clock);
}
inline void release_to(LogicalThread& thread, SyncObject& object) {
  object.clock.join(thread.clock);
  thread.clock.tick(thread.id);
}

// Flags for a step that was preceded by a preemption.
inline std::uint32_t step_flags(std::uint32_t flags = 0) {
  if (run.preempted) flags |= kPreempted;
  run.preempted = false;
  return flags;
}

}  // namespace explorer
