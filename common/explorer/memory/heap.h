// The heap of a schedule: bump allocation at fixed addresses, one arena a thread, nothing reused
// before the schedule ends.
//
// So addresses depend only on what the same thread allocated before: they are equal in every
// process and do not change when two independent steps are swapped. A freed block stays
// recognisable, and forgetting a schedule costs a few stores. Used by one thread at a time.
#pragma once

#include <cstddef>
#include <cstdint>

#include "explorer/memory/mapping.h"
#include "explorer/result.h"

namespace explorer {

class Heap {
 public:
  enum class Granule : std::uint8_t { unused, header, live, freed };

  struct Block {  // sits right before the memory that it describes
    std::uint64_t size;
    std::uint32_t stack;  // where it was allocated or freed; only while recording
    std::uint8_t thread;  // who did that
    std::uint16_t check;  // tells a header from chance
  };

  void map();
  void reset();

  // Null when the arena is full. `alignment` is a power of two.
  void* allocate(std::uint32_t thread, std::size_t size, std::size_t alignment);

  // The caller has made sure that `memory` is live and the start of a block.
  void free(void* memory, std::uint32_t thread, std::uint32_t stack);

  [[nodiscard]] static bool contains(const void* memory) {
    return reinterpret_cast<std::uintptr_t>(memory) - kBase < kSize;
  }
  [[nodiscard]] Granule state(std::uintptr_t address) const {
    return states_[(address - kBase) / kGranule];
  }
  // At a glance: false may also mean that the range spans granules.
  [[nodiscard]] bool is_live(std::uintptr_t address, std::size_t size) const {
    return address % kGranule + size <= kGranule && state(address) == Granule::live;
  }
  [[nodiscard]] bool is_block(const void* memory) const;
  [[nodiscard]] static Block& block(void* memory) { return static_cast<Block*>(memory)[-1]; }
  // The block around or before an address inside the heap, or null.
  [[nodiscard]] Block* block_around(std::uintptr_t address) const;

  [[nodiscard]] std::uint64_t live_blocks() const { return live_blocks_; }
  // Where the value is a pointer into a live block, neither that block nor what it leads to counts
  // as live from now on: it is not lost.
  void keep_reachable(std::uint64_t value);

  // Some live block, for the report of a leak, or null.
  [[nodiscard]] void* any_live() const;

 private:
  static constexpr std::uintptr_t kBase = 0x1000000000;
  static constexpr std::size_t kArena = std::size_t{8} << 20;
  static constexpr std::size_t kSize = kArena * kMaxThreads;
  static constexpr std::size_t kGranule = 16;
  static constexpr std::uint16_t kCheck = 0x5afe;

  void mark(std::uintptr_t from, std::size_t bytes, Granule state);

  static constexpr std::size_t kMaxPending = std::size_t{1} << 16;

  Granule* states_ = nullptr;
  MappedArray<std::uint64_t> pending_;  // values yet to be followed
  std::size_t used_[kMaxThreads] = {};
  std::uint32_t arenas_ = 0;  // no arena from this one on is in use
  std::uint64_t live_blocks_ = 0;
};

}  // namespace explorer
