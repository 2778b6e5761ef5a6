// The last accesses to each eight bytes of the body's memory: finds two that are not ordered.
//
// Happens-before detection in the manner of FastTrack: an access remembers its thread, that
// thread's epoch and the bytes; a later one that conflicts and does not know that epoch is a race.
// Used by one thread at a time; owns its table; forgets a schedule in constant time.
#pragma once

#include <cstddef>
#include <cstdint>

#include "explorer/memory/mapping.h"
#include "explorer/memory/vector_clock.h"

namespace explorer {

class Shadow {
 public:
  enum Flag : std::uint8_t { kWrite = 1, kAtomic = 2 };

  // One access, in one word: it is made and compared in a register.
  class Entry {
   public:
    Entry() = default;
    Entry(Epoch epoch, std::uint32_t thread, std::uint32_t bytes, std::uint32_t flags)
        : word_(epoch | std::uint64_t{thread} << 32 | std::uint64_t{bytes} << 40 |
                std::uint64_t{flags} << 48) {}

    [[nodiscard]] Epoch epoch() const { return static_cast<Epoch>(word_); }
    [[nodiscard]] std::uint8_t thread() const { return static_cast<std::uint8_t>(word_ >> 32); }
    // One bit a byte of the cell.
    [[nodiscard]] std::uint8_t bytes() const { return static_cast<std::uint8_t>(word_ >> 40); }
    [[nodiscard]] std::uint8_t flags() const { return static_cast<std::uint8_t>(word_ >> 48); }
    [[nodiscard]] bool covers(Entry other) const { return (other.bytes() & ~bytes()) == 0; }
    // Of the same thread and epoch, both atomic or neither, and this one reaches at least as far?
    [[nodiscard]] bool stands_for(Entry other) const {
      constexpr std::uint64_t kEqual = 0xff'ffff'ffff | std::uint64_t{kAtomic} << 48;
      return ((word_ ^ other.word_) & kEqual) == 0 && (other.word_ & ~word_) == 0;
    }

    [[nodiscard]] bool conflicts_with(Entry other) const {
      return ((flags() | other.flags()) & kWrite) != 0 && (flags() & other.flags() & kAtomic) == 0;
    }
    // This one is ordered before the other. Then does whatever conflicts with this one conflict
    // with the other too? What is ordered after the other is ordered after both.
    [[nodiscard]] bool gives_way_to(Entry other) const {
      return other.covers(*this) && (other.flags() == kWrite || other.flags() == flags());
    }

   private:
    std::uint64_t word_;
  };

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

  // Notes one access by `thread`, whose clock is given; returns Notices.
  std::uint32_t access(std::uintptr_t address, std::size_t size, std::uint8_t flags,
                       std::uint32_t thread, const VectorClock& clock, std::uint32_t stack) {
    const std::uintptr_t offset = address % kCellBytes;
    if (offset + size > kCellBytes) return access_many(address, size, flags, thread, clock, stack);
    return access_one(address, size, flags, thread, clock, stack);
  }

  // Is this the last access to these bytes once more, by the same thread in the same epoch? Then it
  // is nothing new. A glance: false may also mean that the range spans cells.
  [[nodiscard]] bool is_repeated(std::uintptr_t address, std::size_t size, std::uint8_t flags,
                                 std::uint32_t thread, const VectorClock& clock) const {
    if (address % kCellBytes + size > kCellBytes) return false;
    const std::uintptr_t key = address / kCellBytes;
    const Cell& cell = cells_[slot_of(key)];
    if (cell.key != key || cell.generation != generation_) return false;
    const Entry access(clock.own(thread), thread, byte_mask(address, size), flags);
    return cell.entries[0].stands_for(access);
  }

  // The last conflict that was noticed.
  [[nodiscard]] const Conflict& conflict() const { return conflict_; }

  // An access to this memory that does not happen before whoever frees it, having this clock.
  [[nodiscard]] Conflict unordered(std::uintptr_t address, std::size_t size, std::uint32_t thread,
                                   const VectorClock& clock) const;

 private:
  static constexpr std::uintptr_t kCellBytes = 8;
  static constexpr std::uint32_t kEntries = 6;
  static constexpr std::uint32_t kFirstCapacity = 1u << 14;
  static constexpr std::uint32_t kMaxCapacity = 1u << 22;

  struct alignas(64) Cell {
    std::uint64_t key;
    std::uint32_t generation;
    std::uint8_t count;
    bool written;
    std::uint16_t unused;
    Entry entries[kEntries];  // the last access first
  };

  [[nodiscard]] static std::uint32_t byte_mask(std::uintptr_t address, std::size_t size) {
    return ((1u << size) - 1) << (address % kCellBytes) & 0xff;
  }

  [[nodiscard]] std::uint32_t slot_of(std::uint64_t key) const {
    // Neighbours stay neighbours; regions that are aligned alike are spread.
    return static_cast<std::uint32_t>(key + (key >> 14) * 0x9e3779b1u) & (capacity_ - 1);
  }

  std::uint32_t access_one(std::uintptr_t address, std::size_t size, std::uint8_t flags,
                           std::uint32_t thread, const VectorClock& clock, std::uint32_t stack) {
    const std::uint64_t key = address / kCellBytes;
    const Entry access(clock.own(thread), thread, byte_mask(address, size), flags);
    Cell& cell = cells_[slot_of(key)];
    if (cell.generation == generation_ || used_ >= capacity_ / 2 || keep_stacks_) {
      const bool here = cell.key == key && cell.generation == generation_;
      return note(here ? cell : find_or_add(key), access, clock, stack);
    }
    // The first access to this cell in the schedule, as most are.
    const bool writes = (flags & kWrite) != 0;
    used_++;
    cell.key = key;
    cell.generation = generation_;
    cell.count = 1;
    cell.written = writes;
    cell.entries[0] = access;
    return writes ? static_cast<std::uint32_t>(kFirstWrite) : 0;
  }

  Cell& find_or_add(std::uint64_t key);
  [[nodiscard]] const Cell* find(std::uint64_t key) const;
  void grow();
  std::uint32_t access_many(std::uintptr_t address, std::size_t size, std::uint8_t flags,
                            std::uint32_t thread, const VectorClock& clock, std::uint32_t stack);
  std::uint32_t note(Cell& cell, Entry access, const VectorClock& clock, std::uint32_t stack);
  void move(Cell& cell, std::uint32_t from, std::uint32_t to);
  static std::uint32_t dispensable(const Cell& cell, const VectorClock& clock);
  [[nodiscard]] std::uint32_t& stack_of(const Cell& cell, std::uint32_t entry);

  Cell* cells_ = nullptr;
  std::uint32_t* stacks_ = nullptr;  // kEntries for each cell, only while recording
  std::uint32_t capacity_ = 0;
  std::uint32_t used_ = 0;
  std::uint32_t generation_ = 0;
  bool keep_stacks_ = false;
  Conflict conflict_;
};

}  // namespace explorer
