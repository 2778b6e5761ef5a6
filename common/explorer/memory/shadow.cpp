#include "explorer/memory/shadow.h"

#include <sys/mman.h>

#include <cstring>

namespace explorer {

void Shadow::reset() {
  if (cells_ == nullptr) grow();
  generation_ += kKeyMask + 1;
  if (generation_ == 0) {  // after a million schedules: no old cell may look like a new one
    std::memset(cells_, 0, std::size_t{capacity_} * sizeof(Cell));
    generation_ = kKeyMask + 1;
  }
  used_ = 0;
}

void Shadow::keep_stacks(bool keep) {
  keep_stacks_ = keep;
  most_at_once_ = keep ? 0 : capacity_ / 2;
  if (keep && stacks_ == nullptr) {
    stacks_ = static_cast<std::uint32_t*>(
        map_anywhere(std::size_t{kMaxCapacity} * kEntries * sizeof(std::uint32_t)));
  }
}

Shadow::Cell& Shadow::find_or_add(std::uint64_t tag) {
  for (std::uint32_t slot = slot_of(tag & kKeyMask);; slot = (slot + 1) & (capacity_ - 1)) {
    Cell& cell = cells_[slot];
    if (cell.tag == tag) return cell;
    if (is_taken(cell)) continue;
    if (used_ >= capacity_ / 2 && capacity_ < kMaxCapacity) {
      grow();
      return find_or_add(tag);
    }
    used_++;
    cell.tag = tag;
    cell.count = 0;
    cell.written = false;
    return cell;
  }
}

const Shadow::Cell* Shadow::find(std::uint64_t key) const {
  const std::uint64_t tag = generation_ | key;
  for (std::uint32_t slot = slot_of(key);; slot = (slot + 1) & (capacity_ - 1)) {
    const Cell& cell = cells_[slot];
    if (cell.tag == tag) return &cell;
    if (!is_taken(cell)) return nullptr;
  }
}

void Shadow::grow() {
  Cell* old = cells_;
  const std::uint32_t old_capacity = capacity_;
  capacity_ = old == nullptr ? kFirstCapacity : capacity_ * 2;
  most_at_once_ = keep_stacks_ ? 0 : capacity_ / 2;
  cells_ = static_cast<Cell*>(map_anywhere(std::size_t{capacity_} * sizeof(Cell)));
  if (old == nullptr) return;
  used_ = 0;
  for (std::uint32_t slot = 0; slot < old_capacity; slot++) {
    if (is_taken(old[slot])) find_or_add(old[slot].tag) = old[slot];
  }
  // The places of earlier accesses are lost with the move; only a report's second stack suffers.
  if (stacks_ != nullptr) {
    madvise(stacks_, std::size_t{kMaxCapacity} * kEntries * sizeof(std::uint32_t), MADV_DONTNEED);
  }
  munmap(old, std::size_t{old_capacity} * sizeof(Cell));
}

std::uint32_t Shadow::access(std::uintptr_t address, std::size_t size, std::uint8_t flags,
                             std::uint32_t thread, const VectorClock& clock, std::uint32_t stack) {
  std::uint32_t notices = 0;
  while (size > 0) {
    const std::uintptr_t offset = address % kCellBytes;
    const std::size_t count = kCellBytes - offset < size ? kCellBytes - offset : size;
    const Probe part = probe(address, count, flags, thread, clock);
    if (!is_repeated(address, part)) notices |= access(address, part, clock, stack);
    if ((notices & kConflict) != 0) return notices;
    address += count;
    size -= count;
  }
  return notices;
}

template <bool with_stacks>
void Shadow::move(Cell& cell, std::uint32_t from, std::uint32_t to) {
  cell.entries[to] = cell.entries[from];
  if constexpr (with_stacks) stack_of(cell, to) = stack_of(cell, from);
}

template <bool with_stacks>
std::uint32_t Shadow::note(Cell& cell, Entry access, const VectorClock& clock,
                           std::uint32_t stack) {
  std::uint32_t notices = 0;
  if (access.writes() && !cell.written) {
    cell.written = true;
    notices = kFirstWrite;
  }
  std::uint32_t kept = 0;
  for (std::uint32_t i = 0; i < cell.count; i++) {
    const Entry before = cell.entries[i];
    if (before.overlaps(access)) {
      const bool ordered = clock.knows(before.thread(), before.epoch());
      if (!ordered && before.conflicts_with(access)) {
        conflict_.entry = before;
        conflict_.stack = with_stacks ? stack_of(cell, i) : kNoStack;
        return notices | kConflict;
      }
      if (before.is_atomic() && access.writes() && !access.is_atomic()) notices |= kAtomicBefore;
      if (ordered && before.gives_way_to(access)) continue;
    }
    if (kept != i) move<with_stacks>(cell, i, kept);
    kept++;
  }
  if (kept == kEntries) {
    kept = dispensable(cell, clock);
  } else {
    cell.count = static_cast<std::uint8_t>(kept + 1);
  }
  if (kept > 0) move<with_stacks>(cell, 0, kept);
  cell.entries[0] = access;
  if constexpr (with_stacks) stack_of(cell, 0) = stack;
  return notices;
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

template std::uint32_t Shadow::note<false>(Cell&, Entry, const VectorClock&, std::uint32_t);
template std::uint32_t Shadow::note<true>(Cell&, Entry, const VectorClock&, std::uint32_t);

}  // namespace explorer
