// Whom a blocked thread waits for, where that can be known.
#pragma once

#include "explorer/schedule/run.h"

namespace explorer {

// The thread that holds what this one waits for, or that it joins; kNoThread where that is unknown.
[[nodiscard]] inline std::int32_t holder_of(const LogicalThread& thread) {
  switch (thread.need) {
    case Need::finished_thread:
      return thread.target;
    case Need::free_mutex:
    case Need::free_for_reading:
    case Need::free_for_writing:
      return thread.object->owner;
    case Need::wake:
      return thread.op == Op::timed_lock || thread.op == Op::once || thread.op == Op::static_init
                 ? thread.object->owner
                 : kNoThread;
    default:
      return kNoThread;
  }
}

// Does it sleep on a futex whose word is no longer what it was told to sleep on?
[[nodiscard]] inline bool futex_word_changed(const LogicalThread& thread) {
  return thread.need == Need::wake && thread.op == Op::futex_resume &&
         *reinterpret_cast<const volatile std::uint32_t*>(thread.object->address) !=
             thread.futex_value;
}

}  // namespace explorer
