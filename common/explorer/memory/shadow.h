// The last accesses to each eight bytes of the body's memory: finds two that are not ordered.
//
// Happens-before detection in the manner of FastTrack: an access remembers its thread, that
// thread's epoch and the bytes; a later one that conflicts and does not know that epoch is a race.
// Used by one thread at a time; owns its table; forgets a schedule in constant time.
#pragma once

#include <cstddef>
#include <cstdint>

#include "explorer/memory/mapping.h"
#include "explorer/memory/shadow_entry.h"
#include "explorer/memory/vector_clock.h"

namespace explorer {

class Shadow {
  struct Cell;

 public:
  using Entry = ShadowEntry;

  // What access() has to say beyond "all is well".
  enum Notice : std::uint32_t {
    kConflict = 1,      // with an earlier access that is not ordered with this one: see conflict()
    kFirstWrite = 2,    // nobody wrote to one of these cells before
    kAtomicBefore = 4,  // a plain write to where an atomic was: a new object lives there
  };

  struct Conflict {
    bool exists = false;
    Entry entry{};
    std::uint32_t stack = kNoStack;
  };

  void reset();

  // Where each access happened is kept only while recording.
  void keep_stacks(bool keep);

  // An access within one cell, made ready.
  struct Probe {
    Cell* cell;  // where its cell is, unless one of other memory is there
    Entry entry;
  };

  [[nodiscard]] static bool is_within_cell(std::uintptr_t address, std::size_t size) {
    return address % kCellBytes + size <= kCellBytes;
  }
  [[nodiscard]] Probe probe(std::uintptr_t address, std::size_t size, std::uint8_t flags,
                            std::uint32_t thread, const VectorClock& clock) const {
    return Probe{.cell = cells_ + slot_of(address / kCellBytes),
                 .entry = Entry(clock.own(thread), thread, byte_mask(address, size), flags)};
  }

  // Is this the last access to these bytes once more, by the same thread in the same epoch? Then it
  // is nothing new. A glance: false may also mean that the cell is elsewhere.
  [[nodiscard]] bool is_repeated(std::uintptr_t address, const Probe& probe) const {
    return probe.cell->tag == tag_of(address) && probe.cell->entries[0].stands_for(probe.entry);
  }

  // Is this the first access to this cell in the schedule, as most are? Then it is noted.
  [[nodiscard]] bool note_first(std::uintptr_t address, const Probe& probe) {
    Cell& cell = *probe.cell;
    if (is_taken(cell) || used_ >= most_at_once_) return false;
    used_++;
    cell.tag = tag_of(address);
    cell.count = 1;
    cell.written = probe.entry.writes();
    cell.entries[0] = probe.entry;
    return true;
  }

  // Is there but one access to compare with, and is all well? Then it is noted.
  [[nodiscard]] bool note_second(std::uintptr_t address, const Probe& probe,
                                 const VectorClock& clock) {
    Cell& cell = *probe.cell;
    if (cell.tag != tag_of(address) || cell.count != 1 || keep_stacks_) return false;
    const Entry before = cell.entries[0];
    if (before.overlaps(probe.entry) && (!clock.knows(before.thread(), before.epoch()) ||
                                         before.is_atomic() != probe.entry.is_atomic())) {
      return false;
    }
    if (!before.gives_way_to(probe.entry)) {
      cell.count = 2;
      cell.entries[1] = before;
    }
    cell.written |= probe.entry.writes();
    cell.entries[0] = probe.entry;
    return true;
  }

  // Notes an access by the thread that has this clock; returns Notices.
  std::uint32_t access(std::uintptr_t address, const Probe& probe, const VectorClock& clock,
                       std::uint32_t stack) {
    const std::uint64_t tag = tag_of(address);
    Cell& cell = probe.cell->tag == tag ? *probe.cell : find_or_add(tag);
    return keep_stacks_ ? note<true>(cell, probe.entry, clock, stack)
                        : note<false>(cell, probe.entry, clock, stack);
  }

  // The same for an access of any size.
  std::uint32_t access(std::uintptr_t address, std::size_t size, std::uint8_t flags,
                       std::uint32_t thread, const VectorClock& clock, std::uint32_t stack);

  // The last conflict that was noticed.
  [[nodiscard]] const Conflict& conflict() const { return conflict_; }

  // An access to this memory that does not happen before whoever frees it, having this clock.
  [[nodiscard]] Conflict unordered(std::uintptr_t address, std::size_t size, std::uint32_t thread,
                                   const VectorClock& clock) const;

 private:
  static constexpr std::uintptr_t kCellBytes = 8;
  static constexpr std::uint32_t kEntries = 6;

  struct alignas(64) Cell {
    std::uint64_t tag;  // the schedule and the address
    std::uint8_t count;
    bool written;
    Entry entries[kEntries];  // the last access first
  };

  static constexpr std::uint32_t kFirstCapacity = 1u << 14;
  static constexpr std::uint32_t kMaxCapacity = 1u << 22;
  static constexpr std::uint32_t kKeyBits = 44;  // of 47 that an address has
  static constexpr std::uint64_t kKeyMask = (std::uint64_t{1} << kKeyBits) - 1;

  [[nodiscard]] static std::uint32_t byte_mask(std::uintptr_t address, std::size_t size) {
    return ((1u << size) - 1) << (address % kCellBytes) & 0xff;
  }

  [[nodiscard]] std::uint32_t slot_of(std::uint64_t key) const {
    // Neighbours stay neighbours; regions that are aligned alike are spread.
    return static_cast<std::uint32_t>(key + (key >> 14) * 0x9e3779b1u) & (capacity_ - 1);
  }

  [[nodiscard]] std::uint64_t tag_of(std::uintptr_t address) const {
    return generation_ | address / kCellBytes;
  }
  [[nodiscard]] bool is_taken(const Cell& cell) const {
    return (cell.tag ^ generation_) >> kKeyBits == 0;
  }
  Cell& find_or_add(std::uint64_t tag);
  [[nodiscard]] const Cell* find(std::uint64_t key) const;
  void grow();
  template <bool with_stacks>
  std::uint32_t note(Cell& cell, Entry access, const VectorClock& clock, std::uint32_t stack);
  template <bool with_stacks>
  void move(Cell& cell, std::uint32_t from, std::uint32_t to);
  static std::uint32_t dispensable(const Cell& cell, const VectorClock& clock);
  [[nodiscard]] std::uint32_t& stack_of(const Cell& cell, std::uint32_t entry) {
    return stacks_[static_cast<std::size_t>(&cell - cells_) * kEntries + entry];
  }

  Cell* cells_ = nullptr;
  std::uint32_t* stacks_ = nullptr;  // kEntries for each cell, only while recording
  std::uint32_t capacity_ = 0;
  std::uint32_t used_ = 0;
  std::uint32_t most_at_once_ = 0;  // cells that are taken without a look around; 0 while recording
  std::uint64_t generation_ = 0;    // of the schedule, above the bits of a key
  bool keep_stacks_ = false;
  Conflict conflict_;
};

}  // namespace explorer
