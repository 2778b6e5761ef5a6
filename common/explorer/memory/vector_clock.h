// A vector clock: for each thread, how much of what it did is known to have happened before.
//
// Plain value, for one thread at a time. It grows by blocks of eight threads, so that a body with
// few threads pays for one block only; entries beyond its size are zero.
#pragma once

#include <cstdint>
#include <cstring>

#include "explorer/result.h"

namespace explorer {

using Epoch = std::uint32_t;

class VectorClock {
 public:
  [[nodiscard]] Epoch of(std::uint32_t thread) const {
    return thread < size() ? epochs_[thread] : 0;
  }

  // Of the thread whose clock this is.
  [[nodiscard]] Epoch own(std::uint32_t thread) const { return epochs_[thread]; }

  void set(std::uint32_t thread, Epoch epoch) {
    grow(thread / kBlock + 1);
    epochs_[thread] = epoch;
  }

  void tick(std::uint32_t thread) { epochs_[thread]++; }

  void clear() { blocks_ = 0; }
  [[nodiscard]] bool empty() const { return blocks_ == 0; }

  void assign(const VectorClock& other) {
    blocks_ = other.blocks_;
    std::memcpy(epochs_, other.epochs_, blocks_ * kBlock * sizeof(Epoch));
  }

  // The least clock that knows what either knew.
  void join(const VectorClock& other) {
    grow(other.blocks_);
    for (std::uint32_t block = 0; block < other.blocks_; block++) {
      join_block(epochs_ + block * kBlock, other.epochs_ + block * kBlock);
    }
  }

  // Does an event of `thread` at `epoch` happen before whoever has this clock?
  [[nodiscard]] bool knows(std::uint32_t thread, Epoch epoch) const { return epoch <= of(thread); }

 private:
  static constexpr std::uint32_t kBlock = 8;

  [[nodiscard]] std::uint32_t size() const { return blocks_ * kBlock; }

  void grow(std::uint32_t blocks) {
    while (blocks_ < blocks) {
      std::memset(epochs_ + blocks_ * kBlock, 0, kBlock * sizeof(Epoch));
      blocks_++;
    }
  }

  static void join_block(Epoch* mine, const Epoch* theirs) {
    for (std::uint32_t i = 0; i < kBlock; i++) {
      if (theirs[i] > mine[i]) mine[i] = theirs[i];
    }
  }

  std::uint32_t blocks_ = 0;
  Epoch epochs_[kMaxThreads];
};

}  // namespace explorer
