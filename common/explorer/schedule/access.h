// The checks of every access that the body makes to memory.
#pragma once

#include <cstddef>
#include <cstdint>

#include "explorer/backend/worker.h"
#include "explorer/schedule/run.h"

namespace explorer {

enum class AccessKind : std::uint8_t { read = 0, write = 1, atomic_read = 2, atomic_write = 3 };

// The slow parts of check_access.
void check_place(LogicalThread& thread, std::uintptr_t address, std::size_t size, AccessKind kind);
void check_order(LogicalThread& thread, std::uintptr_t address, std::size_t size, AccessKind kind);
void let_others_on(LogicalThread& thread);

// A livelock on plain memory has no scheduling point of its own: after so many accesses it gets
// one.
inline constexpr std::uint32_t kMostPlainAccesses = 10000;

[[nodiscard]] inline bool on_stack_of(const LogicalThread& thread, std::uintptr_t address) {
  return address - (kStacks + thread.id * kStackSize) < kStackSize;
}

// May this memory, not of the thread's own stack, be used, as far as can be told at once?
[[nodiscard]] inline bool is_surely_alive(std::uintptr_t address, std::size_t size) {
  if (Heap::contains(reinterpret_cast<void*>(address))) return run.heap.is_live(address, size);
  return !on_stacks(address) || address >= run.stack_limits[stack_index(address)];
}

// Fails the schedule on a race, a use after free or out of bounds; keeps globals as they were. Part
// of each hook, where size and kind are constants.
[[gnu::always_inline]] inline void check_access(LogicalThread& thread, std::uintptr_t address,
                                                std::size_t size, AccessKind kind) {
  if (!on_stack_of(thread, address)) {
    if (kind == AccessKind::write) thread.outside_writes++;
    if (!is_surely_alive(address, size)) check_place(thread, address, size, kind);
  }
  if (++thread.plain_accesses == kMostPlainAccesses) [[unlikely]]
    let_others_on(thread);
  if (run.shadow.is_repeated(address, size, static_cast<std::uint8_t>(kind), thread.id,
                             thread.clock)) {
    return;
  }
  check_order(thread, address, size, kind);
}

// Only: is this memory that the body may use?
void check_alive(LogicalThread& thread, std::uintptr_t address, std::size_t size);

// The heap of the schedule.
void* allocate(LogicalThread& thread, std::size_t size, std::size_t alignment);
// `checked`: called by instrumented code, so that an unordered access elsewhere is its error.
void free_block(LogicalThread& thread, void* memory, bool checked);

}  // namespace explorer
