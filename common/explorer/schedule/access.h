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

// Is there, for this thread, a variable at this address of another one's stack?
[[nodiscard]] inline bool is_on_live_stack(const LogicalThread& thread, std::uintptr_t address) {
  const std::uint32_t owner = stack_index(address);
  return run.threads[owner].frames.are_known(address, thread.clock.of(owner));
}

// May this memory, not of the thread's own stack, be used, as far as can be told at once?
[[nodiscard]] inline bool is_surely_alive(const LogicalThread& thread, std::uintptr_t address,
                                          std::size_t size) {
  if (Heap::contains(reinterpret_cast<void*>(address))) return run.heap.is_live(address, size);
  return !on_stacks(address) || is_on_live_stack(thread, address);
}

// Fails the schedule on a race, a use after free or out of bounds; keeps globals as they were. Part
// of each hook, where size and kind are constants.
[[gnu::always_inline]] inline void check_access(LogicalThread& thread, std::uintptr_t address,
                                                std::size_t size, AccessKind kind) {
  if (!on_stack_of(thread, address)) {
    if (kind == AccessKind::write) thread.outside_writes++;
    if (on_stacks(address)) run.threads[stack_index(address)].frames.note_touched(address);
    if (!is_surely_alive(thread, address, size)) check_place(thread, address, size, kind);
  }
  if (++thread.plain_accesses == kMostPlainAccesses) [[unlikely]]
    let_others_on(thread);
  if (run.shadow.is_repeated(address, size, static_cast<std::uint8_t>(kind), thread.id,
                             thread.clock)) {
    return;
  }
  check_order(thread, address, size, kind);
}

// The thread gives up this part of its stack, which others have used: are they done with it?
void check_left_frame(LogicalThread& thread, std::uintptr_t bottom, std::uintptr_t end);

// An instrumented function ends, whose frame reaches down to `bottom`.
inline void leave_frame(LogicalThread& thread, std::uintptr_t bottom) {
  const std::uintptr_t end = thread.frames.leave(bottom);
  if (thread.frames.first_touched() < end) [[unlikely]]
    check_left_frame(thread, bottom, end);
}

// Only: is this memory that the body may use?
void check_alive(LogicalThread& thread, std::uintptr_t address, std::size_t size);

// The heap of the schedule.
void* allocate(LogicalThread& thread, std::size_t size, std::size_t alignment);
// `checked`: called by instrumented code, so that an unordered access elsewhere is its error.
void free_block(LogicalThread& thread, void* memory, bool checked);

}  // namespace explorer
