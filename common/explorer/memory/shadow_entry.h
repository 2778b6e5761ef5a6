// One access to eight bytes of memory, in one word: it is made and compared in a register.
//
// Who, in which epoch, to which of the bytes, and how. Plain value.
#pragma once

#include <cstdint>

#include "explorer/memory/vector_clock.h"

namespace explorer {

class ShadowEntry {
 public:
  enum Flag : std::uint8_t { kWrite = 1, kAtomic = 2 };

  ShadowEntry() = default;
  ShadowEntry(Epoch epoch, std::uint32_t thread, std::uint32_t bytes, std::uint32_t flags)
      : word_(epoch | std::uint64_t{thread} << 32 | std::uint64_t{bytes} << 40 |
              std::uint64_t{flags} << 48) {}

  [[nodiscard]] Epoch epoch() const { return static_cast<Epoch>(word_); }
  [[nodiscard]] std::uint8_t thread() const { return static_cast<std::uint8_t>(word_ >> 32); }
  // One bit a byte of the cell.
  [[nodiscard]] std::uint8_t bytes() const { return static_cast<std::uint8_t>(word_ >> 40); }
  [[nodiscard]] std::uint8_t flags() const { return static_cast<std::uint8_t>(word_ >> 48); }

  [[nodiscard]] bool writes() const { return (word_ & kWriteBit) != 0; }
  [[nodiscard]] bool is_atomic() const { return (word_ & kAtomicBit) != 0; }
  [[nodiscard]] bool overlaps(ShadowEntry other) const {
    return (word_ & other.word_ & kBytes) != 0;
  }
  [[nodiscard]] bool covers(ShadowEntry other) const {
    return (other.word_ & ~word_ & kBytes) == 0;
  }
  // Of the same thread and epoch, both atomic or neither, and this one reaches at least as far?
  [[nodiscard]] bool stands_for(ShadowEntry other) const {
    constexpr std::uint64_t kEqual = kEpochAndThread | kAtomicBit;
    return ((word_ ^ other.word_) & kEqual) == 0 && (other.word_ & ~word_) == 0;
  }
  [[nodiscard]] bool conflicts_with(ShadowEntry other) const {
    return ((word_ | other.word_) & kWriteBit) != 0 && (word_ & other.word_ & kAtomicBit) == 0;
  }
  // This one is ordered before the other. Then does whatever conflicts with this one conflict
  // with the other too? What is ordered after the other is ordered after both.
  [[nodiscard]] bool gives_way_to(ShadowEntry other) const {
    const bool as_strict = (other.word_ & kFlags) == kWriteBit;
    return other.covers(*this) && (as_strict || ((word_ ^ other.word_) & kFlags) == 0);
  }

 private:
  static constexpr std::uint64_t kEpochAndThread = 0xff'ffff'ffff;
  static constexpr std::uint64_t kBytes = std::uint64_t{0xff} << 40;
  static constexpr std::uint64_t kWriteBit = std::uint64_t{kWrite} << 48;
  static constexpr std::uint64_t kAtomicBit = std::uint64_t{kAtomic} << 48;
  static constexpr std::uint64_t kFlags = kWriteBit | kAtomicBit;

  std::uint64_t word_;
};

}  // namespace explorer
