// The checks of every access that the body makes to memory.
#pragma once

#include <cstddef>
#include <cstdint>

#include "explorer/schedule/logical_thread.h"

namespace explorer {

enum class AccessKind : std::uint8_t { read = 0, write = 1, atomic_read = 2, atomic_write = 3 };

// Fails the schedule on a race, a use after free or out of bounds; keeps globals as they were.
void check_access(LogicalThread& thread, std::uintptr_t address, std::size_t size,
                  AccessKind kind);

// Only: is this memory that the body may use?
void check_alive(LogicalThread& thread, std::uintptr_t address, std::size_t size);

// The heap of the schedule.
void* allocate(LogicalThread& thread, std::size_t size, std::size_t alignment);
// `checked`: called by instrumented code, so that an unordered access elsewhere is its error.
void free_block(LogicalThread& thread, void* memory, bool checked);

}  // namespace explorer
