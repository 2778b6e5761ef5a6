// The one primitive that all else hangs on: a scheduling point before each visible operation.
//
// Called by the running logical thread. On return from point() it is this thread's turn again and
// the operation that it announced can be carried out.
#pragma once

#include <cstdint>

#include "explorer/schedule/logical_thread.h"
#include "explorer/schedule/run.h"

namespace explorer {

inline constexpr std::int64_t kForever = INT64_MAX;

// Announces an operation and lets the strategy choose who goes on.
void point(LogicalThread& thread, Op op, SyncObject* object, Touch touch,
           Need need = Need::nothing);

// The same for a poll; `in_vain`: as things are, it would change nothing. Then a thread that polls
// alone, and polled here before, lets nobody in.
inline void poll_point(LogicalThread& thread, Op op, SyncObject* object, Touch touch, bool in_vain);

// Part of the step in progress also touches this object.
inline void also_touches(const SyncObject* object, Touch touch) {
  if (run.tracking) run.footprint.add(object->address, touch);
}
inline void also_touches(GlobalObject object, Touch touch) {
  if (run.tracking) run.footprint.add(object, touch);
}

enum class Awake : std::uint8_t { woken, timed_out, spurious };

// Blocks until wake(), or until the deadline (virtual), or for no reason where `may_be_spurious`.
Awake sleep(LogicalThread& thread, Op op, SyncObject* object, std::int64_t deadline,
            bool may_be_spurious);

// Lets a sleeping thread go on.
void wake(LogicalThread& thread);

// One of those that sleep on this object in `op`, as the strategy chooses; null where there is
// none.
LogicalThread* choose_sleeper(const SyncObject& object, Op op);

// Asks the strategy for an alternative below `alternatives`.
std::uint32_t ask(Question question, std::uint32_t alternatives);

// The value of a synchronisation object has changed: polling is worthwhile again.
inline void state_changed() {
  run.changes++;
  run.spinning = 0;
}

// sched_yield(): not chosen before another has made a step.
void yield_turn(LogicalThread& thread);

// Moves the virtual clock on; waits whose time is over end.
void advance_clock(std::int64_t to);

// Gives the turn away for good; null where the schedule is over.
LogicalThread* next_after(LogicalThread& finished);

// What this thread waits for, from now on.
inline void set_need(LogicalThread& thread, Need need) {
  const std::uint32_t bit = bit_of(thread);
  thread.need = need;
  run.ready &= ~bit;
  run.held_up &= ~bit;
  if (need == Need::nothing) run.ready |= bit;
  if (is_of_objects(need)) run.held_up |= bit;
}

[[nodiscard]] inline bool can_go_on(const LogicalThread& thread) {
  switch (thread.need) {
    case Need::nothing:
      return true;
    case Need::free_mutex:
    case Need::free_for_reading:
      return thread.object->owner == SyncObject::kFree;
    case Need::free_for_writing:
      return thread.object->owner == SyncObject::kFree && thread.object->readers == 0;
    case Need::finished_thread:
      return run.threads[thread.target].need == Need::never;
    case Need::semaphore:
      return *reinterpret_cast<const volatile std::uint32_t*>(thread.object->address) > 0;
    case Need::wake:
    case Need::quiet:
    case Need::never:
      return false;
  }
  return false;
}

inline void poll_point(LogicalThread& thread, Op op, SyncObject* object, Touch touch,
                       bool in_vain) {
  if (thread.polling.alone > 0 && in_vain && polled_here(thread, object)) [[unlikely]] {
    also_touches(object, touch);
    return;
  }
  point(thread, op, object, touch);
}

// Writes a step of the recording. Polls that a thread makes alone are no steps.
inline void record(const LogicalThread& thread, Op op, const SyncObject* object,
                   const StepDetail& detail = {}) {
  if (run.recorder.on() && thread.polling.alone == 0) [[unlikely]]
    run.recorder.write(thread, op, object, detail);
}

}  // namespace explorer
