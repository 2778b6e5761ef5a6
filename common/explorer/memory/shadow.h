// The last accesses to each eight bytes of the body's memory: finds two that are not ordered.
//
// Happens-before detection in the manner of FastTrack: an access remembers its thread, that thread's
// epoch and the bytes; a later one that conflicts and does not know that epoch is a race. Used by one thread
// at a time; owns its table; forgets a schedule in constant time.
#pragma once

#include <cstddef>
#include <cstdint>

#include "explorer/memory/mapping.h"
#include "explorer/memory/vector_clock.h"

namespace explorer {

class Shadow {
 public:
  enum Flag : std::uint8_t { kWrite = 1, kAtomic = 2 };

  struct Entry {
    Epoch epoch;
    std::uint8_t thread;
    std::uint8_t bytes;  // one bit a byte of the cell
    std::uint8_t flags;
    std::uint8_t unused;
  };

  struct Outcome {
    const Entry* conflict = nullptr;  // an earlier access that is not ordered with this one
    std::uint32_t stack = kNoStack;   // where that was
    bool first_write = false;    // nobody wrote to one of these cells before
    bool atomic_before = false;  // a plain write to where an atomic was: a new object lives there
  };

  void reset();

  // Where each access happened is kept only while recording.
  void keep_stacks(bool keep);

  // Notes one access by `thread`, whose clock is given.
  Outcome access(std::uintptr_t address, std::size_t size, std::uint8_t flags, std::uint32_t thread,
                 const VectorClock& clock, std::uint32_t stack);

  // An access to this memory that does not happen before whoever frees it, having this clock.
  [[nodiscard]] Outcome unordered(std::uintptr_t address, std::size_t size, std::uint32_t thread,
                                  const VectorClock& clock) const;

 private:
  static constexpr std::uint32_t kEntries = 6;
  static constexpr std::uint32_t kFirstCapacity = 1u << 14;
  static constexpr std::uint32_t kMaxCapacity = 1u << 22;

  struct alignas(64) Cell {
    std::uint64_t key;
    std::uint32_t generation;
    std::uint8_t count;
    bool written;
    std::uint16_t unused;
    Entry entries[kEntries];
  };

  [[nodiscard]] std::uint32_t slot_of(std::uint64_t key) const;
  Cell& cell_for(std::uint64_t key);
  [[nodiscard]] const Cell* find(std::uint64_t key) const;
  void grow();
  void access_cell(Cell& cell, const Entry& access, const VectorClock& clock, std::uint32_t stack,
                   Outcome& outcome);
  void insert(Cell& cell, const Entry& access, const VectorClock& clock, std::uint32_t stack);
  [[nodiscard]] std::uint32_t& stack_of(const Cell& cell, std::uint32_t entry);

  Cell* cells_ = nullptr;
  std::uint32_t* stacks_ = nullptr;  // kEntries for each cell, only while recording
  std::uint32_t capacity_ = 0;
  std::uint32_t used_ = 0;
  std::uint32_t generation_ = 0;
  bool keep_stacks_ = false;
};

}  // namespace explorer
