// libstdc++'s table of atomic waiters, behind std::atomic::wait and notify.
//
// Its counters are the library's affair: operations on them are no steps, and order nothing that a
// race could hide behind, because the standard gives wait and notify no ordering of their own. But
// whoever reads a counter sees the stores before its last change: the library depends on that. They
// keep their real values, so that a notify without waiters makes no system call. Between its +1 and
// its -1 a thread is inside a wait.
#pragma once

#include <cstdint>

#include "explorer/schedule/logical_thread.h"

// std::__detail::__waiter_pool_base::_S_for(void const*)::__w, where the program has it.
extern "C" char explorer_waiter_pool[] asm("_ZZNSt8__detail18__waiter_pool_base6_S_forEPKvE3__w")
    __attribute__((weak));

namespace explorer {

inline constexpr std::uintptr_t kWaiterPoolEntry = 128;  // the count of waiters, then a version
inline constexpr std::uintptr_t kWaiterPoolSize = 16 * kWaiterPoolEntry;

[[nodiscard]] inline bool in_waiter_pool(const volatile void* object) {
  if (explorer_waiter_pool == nullptr) return false;
  return reinterpret_cast<std::uintptr_t>(object) -
             reinterpret_cast<std::uintptr_t>(explorer_waiter_pool) <
         kWaiterPoolSize;
}

// Before a counter of the pool is read.
void note_waiter_pool_read(LogicalThread& thread, const volatile void* counter);

// Before a counter of the pool changes by `difference`.
void note_waiter_pool_update(LogicalThread& thread, const volatile void* counter,
                             std::int64_t difference);

}  // namespace explorer
