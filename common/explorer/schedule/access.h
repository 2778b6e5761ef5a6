// The checks of every access that the body makes to memory.
#pragma once

#include <cstddef>
#include <cstdint>

#include "explorer/backend/worker.h"
#include "explorer/schedule/run.h"

namespace explorer {

enum class AccessKind : std::uint8_t { read = 0, write = 1, atomic_read = 2, atomic_write = 3 };

// The slow parts of check_access.
void check_heap(LogicalThread& thread, std::uintptr_t address, std::size_t size, AccessKind kind);
void check_other_stack(LogicalThread& thread, std::uintptr_t address, std::size_t size,
                       AccessKind kind);
void check_static(LogicalThread& thread, std::uintptr_t address, std::size_t size, AccessKind kind);
void check_cell(LogicalThread& thread, std::uintptr_t address, std::size_t size, AccessKind kind,
                Shadow::Probe probe);
void check_cells(LogicalThread& thread, std::uintptr_t address, std::size_t size, AccessKind kind);
void let_others_on(LogicalThread& thread);

// A livelock on plain memory has no scheduling point of its own: after so many accesses it gets
// one.
inline constexpr std::uint32_t kMostPlainAccesses = 10000;

[[nodiscard]] inline bool on_stack_of(const LogicalThread& thread, std::uintptr_t address) {
  return address - (kStacks + thread.id * kStackSize) < kStackSize;
}

// Fails the schedule on a race, a use after free or out of bounds; keeps globals as they were. Part
// of each hook, where size and kind are constants.
[[gnu::always_inline]] inline void check_access(LogicalThread& thread, std::uintptr_t address,
                                                std::size_t size, AccessKind kind) {
  if (++thread.plain_accesses == kMostPlainAccesses) [[unlikely]]
    let_others_on(thread);
  if (!on_stack_of(thread, address)) {
    if (kind == AccessKind::write) thread.outside_writes++;
    if (Heap::contains(reinterpret_cast<void*>(address))) {
      if (!run.heap.is_live(address, size)) check_heap(thread, address, size, kind);
    } else if (on_stacks(address)) {
      check_other_stack(thread, address, size, kind);
    } else {
      return check_static(thread, address, size, kind);
    }
  }
  if (!Shadow::is_within_cell(address, size)) return check_cells(thread, address, size, kind);
  const Shadow::Probe probe =
      run.shadow.probe(address, size, static_cast<std::uint8_t>(kind), thread.id, thread.clock);
  if (!run.shadow.is_repeated(address, probe)) check_cell(thread, address, size, kind, probe);
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
