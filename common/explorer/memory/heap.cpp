#include "explorer/memory/heap.h"

#include <cstring>

namespace explorer {

namespace {

// Fresh memory has a fixed content, so that a body which reads it uninitialised at least repeats
// itself.
constexpr int kFresh = 0xcd;

// Up to so many a loop is sooner done than a call.
constexpr std::size_t kFewGranules = 16;

constexpr std::size_t round_up(std::size_t value, std::size_t unit) {
  return (value + unit - 1) & ~(unit - 1);
}

}  // namespace

void Heap::map() {
  if (states_ != nullptr) return;
  map_at(kBase, kSize);
  states_ = static_cast<Granule*>(map_anywhere(kSize / kGranule));
}

void Heap::reset() {
  for (std::uint32_t thread = 0; thread < arenas_; thread++) {
    mark(kBase + thread * kArena, used_[thread], Granule::unused);
    used_[thread] = 0;
  }
  arenas_ = 0;
  live_blocks_ = 0;
}

void Heap::mark(std::uintptr_t from, std::size_t bytes, Granule state) {
  Granule* first = states_ + (from - kBase) / kGranule;
  const std::size_t count = round_up(bytes, kGranule) / kGranule;
  if (count > kFewGranules) {
    std::memset(first, static_cast<int>(state), count);
    return;
  }
  for (std::size_t i = 0; i < count; i++)
    first[i] = state;
}

void* Heap::allocate(std::uint32_t thread, std::size_t size, std::size_t alignment) {
  if (size > kArena) return nullptr;
  const std::uintptr_t arena = kBase + thread * kArena;
  const std::size_t unit = alignment > kGranule ? alignment : kGranule;
  const std::uintptr_t memory = round_up(arena + used_[thread] + sizeof(Block), unit);
  const std::size_t end = memory - arena + round_up(size == 0 ? 1 : size, kGranule);
  if (end > kArena) return nullptr;
  used_[thread] = end;
  if (thread >= arenas_) arenas_ = thread + 1;
  void* result = reinterpret_cast<void*>(memory);
  block(result) = Block{.size = size,
                        .stack = kNoStack,
                        .thread = static_cast<std::uint8_t>(thread),
                        .check = kCheck};
  mark(memory - sizeof(Block), sizeof(Block), Granule::header);
  mark(memory, size == 0 ? 1 : size, Granule::live);
  std::memset(result, kFresh, size);
  live_blocks_++;
  return result;
}

void Heap::free(void* memory, std::uint32_t thread, std::uint32_t stack) {
  Block& freed = block(memory);
  freed.thread = static_cast<std::uint8_t>(thread);
  freed.stack = stack;
  mark(reinterpret_cast<std::uintptr_t>(memory), freed.size == 0 ? 1 : freed.size, Granule::freed);
  live_blocks_--;
}

bool Heap::is_block(const void* memory) const {
  const auto address = reinterpret_cast<std::uintptr_t>(memory);
  if (!contains(memory) || address % kGranule != 0) return false;
  return state(address - kGranule) == Granule::header &&
         block(const_cast<void*>(memory)).check == kCheck;
}

Heap::Block* Heap::block_around(std::uintptr_t address) const {
  std::size_t granule = (address - kBase) / kGranule;
  while (granule > 0 && states_[granule] != Granule::header)
    granule--;
  if (states_[granule] != Granule::header) return nullptr;
  return reinterpret_cast<Block*>(kBase + granule * kGranule);
}

void Heap::keep_reachable(std::uint64_t value) {
  pending_.reserve(kMaxPending);
  std::size_t count = 0;
  pending_[count++] = value;
  while (count > 0) {
    const std::uintptr_t address = pending_[--count];
    if (!contains(reinterpret_cast<void*>(address)) || state(address) != Granule::live) continue;
    Block& found = *block_around(address);
    const auto* words = reinterpret_cast<const std::uint64_t*>(&found + 1);
    mark(reinterpret_cast<std::uintptr_t>(words), found.size == 0 ? 1 : found.size, Granule::freed);
    live_blocks_--;
    for (std::size_t i = 0; i < found.size / sizeof *words && count < kMaxPending; i++)
      pending_[count++] = words[i];
  }
}

void* Heap::any_live() const {
  for (std::uint32_t thread = 0; thread < arenas_; thread++) {
    const std::size_t first = thread * kArena / kGranule;
    for (std::size_t granule = first; granule < first + used_[thread] / kGranule; granule++) {
      if (states_[granule] == Granule::header && states_[granule + 1] == Granule::live) {
        return reinterpret_cast<void*>(kBase + (granule + 1) * kGranule);
      }
    }
  }
  return nullptr;
}

}  // namespace explorer
