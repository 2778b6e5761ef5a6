#include "explorer/memory/shadow.h"

#include <sys/mman.h>

namespace explorer {

void Shadow::reset() {
  if (cells_ == nullptr) grow();
  generation_++;
  used_ = 0;
}

void Shadow::keep_stacks(bool keep) {
  keep_stacks_ = keep;
  if (keep && stacks_ == nullptr) {
    stacks_ = static_cast<std::uint32_t*>(
        map_anywhere(std::size_t{kMaxCapacity} * kEntries * sizeof(std::uint32_t)));
  }
}

std::uint32_t& Shadow::stack_of(const Cell& cell, std::uint32_t entry) {
  return stacks_[static_cast<std::size_t>(&cell - cells_) * kEntries + entry];
}

Shadow::Cell& Shadow::find_or_add(std::uint64_t key) {
  for (std::uint32_t slot = slot_of(key);; slot = (slot + 1) & (capacity_ - 1)) {
    Cell& cell = cells_[slot];
    if (cell.generation != generation_) {
      if (used_ >= capacity_ / 2 && capacity_ < kMaxCapacity) {
        grow();
        return find_or_add(key);
      }
      used_++;
      cell.key = key;
      cell.generation = generation_;
      cell.count = 0;
      cell.written = false;
      return cell;
    }
    if (cell.key == key) return cell;
  }
}

const Shadow::Cell* Shadow::find(std::uint64_t key) const {
  for (std::uint32_t slot = slot_of(key);; slot = (slot + 1) & (capacity_ - 1)) {
    const Cell& cell = cells_[slot];
    if (cell.generation != generation_) return nullptr;
    if (cell.key == key) return &cell;
  }
}

void Shadow::grow() {
  Cell* old = cells_;
  const std::uint32_t old_capacity = capacity_;
  capacity_ = old == nullptr ? kFirstCapacity : capacity_ * 2;
  cells_ = static_cast<Cell*>(map_anywhere(std::size_t{capacity_} * sizeof(Cell)));
  if (old == nullptr) return;
  used_ = 0;
  for (std::uint32_t slot = 0; slot < old_capacity; slot++) {
    if (old[slot].generation == generation_) find_or_add(old[slot].key) = old[slot];
  }
  // The places of earlier accesses are lost with the move; only a report's second stack suffers.
  if (stacks_ != nullptr) {
    madvise(stacks_, std::size_t{kMaxCapacity} * kEntries * sizeof(std::uint32_t), MADV_DONTNEED);
  }
  munmap(old, std::size_t{old_capacity} * sizeof(Cell));
}

std::uint32_t Shadow::access_many(std::uintptr_t address, std::size_t size, std::uint8_t flags,
                                  std::uint32_t thread, const VectorClock& clock,
                                  std::uint32_t stack) {
  std::uint32_t notices = 0;
  while (size > 0) {
    const std::uintptr_t offset = address % kCellBytes;
    const std::size_t count = kCellBytes - offset < size ? kCellBytes - offset : size;
    notices |= access_one(address, count, flags, thread, clock, stack);
    if ((notices & kConflict) != 0) return notices;
    address += count;
    size -= count;
  }
  return notices;
}

std::uint32_t Shadow::note(Cell& cell, Entry access, const VectorClock& clock,
                           std::uint32_t stack) {
  std::uint32_t notices = 0;
  const std::uint8_t flags = access.flags();
  if ((flags & kWrite) != 0 && !cell.written) {
    cell.written = true;
    notices = kFirstWrite;
  }
  std::uint32_t kept = 0;
  for (std::uint32_t i = 0; i < cell.count; i++) {
    const Entry before = cell.entries[i];
    if ((before.bytes() & access.bytes()) != 0) {
      const bool ordered = clock.knows(before.thread(), before.epoch());
      if (!ordered && before.conflicts_with(access)) {
        conflict_.entry = before;
        conflict_.stack = keep_stacks_ ? stack_of(cell, i) : kNoStack;
        return notices | kConflict;
      }
      if (flags == kWrite && (before.flags() & kAtomic) != 0) notices |= kAtomicBefore;
      if (ordered && before.gives_way_to(access)) continue;
    }
    move(cell, i, kept++);
  }
  cell.count = static_cast<std::uint8_t>(kept < kEntries ? kept + 1 : kEntries);
  move(cell, 0, kept < kEntries ? kept : dispensable(cell, clock));
  cell.entries[0] = access;
  if (keep_stacks_) [[unlikely]]
    stack_of(cell, 0) = stack;
  return notices;
}

void Shadow::move(Cell& cell, std::uint32_t from, std::uint32_t to) {
  cell.entries[to] = cell.entries[from];
  if (keep_stacks_) [[unlikely]]
    stack_of(cell, to) = stack_of(cell, from);
}

// The cell is full: one that the new access is ordered after, or else any but the last.
std::uint32_t Shadow::dispensable(const Cell& cell, const VectorClock& clock) {
  for (std::uint32_t i = 0; i < kEntries; i++) {
    if (clock.knows(cell.entries[i].thread(), cell.entries[i].epoch())) return i;
  }
  return kEntries - 1;
}

Shadow::Conflict Shadow::unordered(std::uintptr_t address, std::size_t size, std::uint32_t thread,
                                   const VectorClock& clock) const {
  Conflict found;
  for (std::uintptr_t key = address / kCellBytes; key <= (address + size - 1) / kCellBytes; key++) {
    const Cell* cell = find(key);
    if (cell == nullptr) continue;
    for (std::uint32_t i = 0; i < cell->count; i++) {
      const Entry before = cell->entries[i];
      if (before.thread() == thread || clock.knows(before.thread(), before.epoch())) continue;
      found.exists = true;
      found.entry = before;
      if (keep_stacks_) found.stack = const_cast<Shadow*>(this)->stack_of(*cell, i);
      return found;
    }
  }
  return found;
}

}  // namespace explorer
