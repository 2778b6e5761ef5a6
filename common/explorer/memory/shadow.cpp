#include "explorer/memory/shadow.h"

#include <sys/mman.h>

namespace explorer {

namespace {

constexpr std::uintptr_t kCellBytes = 8;

std::uint8_t byte_mask(std::uintptr_t offset, std::size_t count) {
  return static_cast<std::uint8_t>(((1u << count) - 1) << offset);
}

}  // namespace

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

std::uint32_t Shadow::slot_of(std::uint64_t key) const {
  return static_cast<std::uint32_t>((key * 0x9e3779b97f4a7c15ull) >> 32) & (capacity_ - 1);
}

std::uint32_t& Shadow::stack_of(const Cell& cell, std::uint32_t entry) {
  return stacks_[static_cast<std::size_t>(&cell - cells_) * kEntries + entry];
}

Shadow::Cell& Shadow::cell_for(std::uint64_t key) {
  for (std::uint32_t slot = slot_of(key);; slot = (slot + 1) & (capacity_ - 1)) {
    Cell& cell = cells_[slot];
    if (cell.generation != generation_) {
      if (used_ >= capacity_ / 2 && capacity_ < kMaxCapacity) {
        grow();
        return cell_for(key);
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
    if (old[slot].generation == generation_) cell_for(old[slot].key) = old[slot];
  }
  // The places of earlier accesses are lost with the move; only a report's second stack suffers.
  if (stacks_ != nullptr) {
    madvise(stacks_, std::size_t{kMaxCapacity} * kEntries * sizeof(std::uint32_t), MADV_DONTNEED);
  }
  munmap(old, std::size_t{old_capacity} * sizeof(Cell));
}

Shadow::Outcome Shadow::access(std::uintptr_t address, std::size_t size, std::uint8_t flags,
                               std::uint32_t thread, const VectorClock& clock,
                               std::uint32_t stack) {
  Outcome outcome;
  const Epoch epoch = clock.of(thread);
  while (size > 0) {
    const std::uintptr_t offset = address % kCellBytes;
    const std::size_t count = kCellBytes - offset < size ? kCellBytes - offset : size;
    const Entry entry{.epoch = epoch,
                      .thread = static_cast<std::uint8_t>(thread),
                      .bytes = byte_mask(offset, count),
                      .flags = flags,
                      .unused = 0};
    access_cell(cell_for(address / kCellBytes), entry, clock, stack, outcome);
    address += count;
    size -= count;
  }
  return outcome;
}

void Shadow::access_cell(Cell& cell, const Entry& access, const VectorClock& clock,
                         std::uint32_t stack, Outcome& outcome) {
  if ((access.flags & kWrite) != 0 && !cell.written) {
    cell.written = true;
    outcome.first_write = true;
  }
  for (std::uint32_t i = 0; i < cell.count; i++) {
    const Entry& before = cell.entries[i];
    if (before.thread == access.thread && before.epoch == access.epoch &&
        before.flags == access.flags && (before.bytes & access.bytes) == access.bytes) {
      return;  // the same access again: all that it conflicts with was compared with the first
    }
    if ((before.bytes & access.bytes) == 0) continue;
    if ((before.flags & kAtomic) != 0 && (access.flags & (kAtomic | kWrite)) == kWrite) {
      outcome.atomic_before = true;
    }
    const bool conflicting = ((before.flags | access.flags) & kWrite) != 0 &&
                             (before.flags & access.flags & kAtomic) == 0;
    if (conflicting && !clock.knows(before.thread, before.epoch) && outcome.conflict == nullptr) {
      outcome.conflict = &before;
      if (stacks_ != nullptr && keep_stacks_) outcome.stack = stack_of(cell, i);
      return;
    }
  }
  insert(cell, access, clock, stack);
}

// Drops the entries that the new one makes needless: the thread's own earlier ones of the same kind, and
// what a write covers that happens after it.
void Shadow::insert(Cell& cell, const Entry& access, const VectorClock& clock,
                    std::uint32_t stack) {
  const bool plain_write = access.flags == kWrite;
  std::uint32_t kept = 0;
  for (std::uint32_t i = 0; i < cell.count; i++) {
    const Entry before = cell.entries[i];
    const bool covered = (before.bytes & ~access.bytes) == 0;
    const bool same = before.thread == access.thread && before.flags == access.flags;
    if (covered && (same || (plain_write && clock.knows(before.thread, before.epoch)))) continue;
    if (keep_stacks_) stack_of(cell, kept) = stack_of(cell, i);
    cell.entries[kept++] = before;
  }
  if (kept == kEntries) kept = kEntries - 1;
  cell.entries[kept] = access;
  if (keep_stacks_) stack_of(cell, kept) = stack;
  cell.count = static_cast<std::uint8_t>(kept + 1);
}

Shadow::Outcome Shadow::unordered(std::uintptr_t address, std::size_t size, std::uint32_t thread,
                                  const VectorClock& clock) const {
  Outcome outcome;
  for (std::uintptr_t key = address / kCellBytes; key <= (address + size - 1) / kCellBytes; key++) {
    const Cell* cell = find(key);
    if (cell == nullptr) continue;
    for (std::uint32_t i = 0; i < cell->count; i++) {
      const Entry& before = cell->entries[i];
      if (before.thread == thread || clock.knows(before.thread, before.epoch)) continue;
      outcome.conflict = &before;
      if (keep_stacks_) outcome.stack = const_cast<Shadow*>(this)->stack_of(*cell, i);
      return outcome;
    }
  }
  return outcome;
}

}  // namespace explorer
