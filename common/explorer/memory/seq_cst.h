// The order S of all seq_cst operations of a schedule: the order in which they execute.
//
// C++20 [atomics.order] relates S to values: what is coherence-ordered before something later must
// precede it in S. For a load that means: it may not return a value older than one that a seq_cst
// access, or an access that happens before a seq_cst fence, had made or seen, where that access or
// fence precedes in S the load itself or a fence that happens before it. Fences order nothing else:
// they add no happens-before edge of their own.
#pragma once

#include <cstdint>

#include "explorer/memory/vector_clock.h"

namespace explorer {

class SeqCst {
 public:
  struct Fence {
    std::uint32_t time;
    std::uint32_t thread;
    Epoch epoch;
    VectorClock view;  // what happened before this fence or an earlier one
  };

  void reset() {
    time_ = 0;
    count_ = 0;
    view_.clear();
  }

  // The next moment in S.
  std::uint32_t advance() { return ++time_; }

  void fence(std::uint32_t thread, const VectorClock& clock) {
    view_.join(clock);
    Fence& fence = fences_[count_++ % kFences];
    fence.time = advance();
    fence.thread = thread;
    fence.epoch = clock.of(thread);
    fence.view.assign(view_);
  }

  // The last fence that happens before whoever has this clock, or null. Where it is older than
  // all that are kept, the oldest kept one stands for it: stricter, never weaker.
  [[nodiscard]] const Fence* last_known(const VectorClock& clock) const {
    const std::uint32_t oldest = count_ > kFences ? count_ - kFences : 0;
    for (std::uint32_t i = count_; i > oldest; i--) {
      const Fence& fence = fences_[(i - 1) % kFences];
      if (clock.knows(fence.thread, fence.epoch)) return &fence;
    }
    return oldest == 0 ? nullptr : &fences_[oldest % kFences];
  }

  [[nodiscard]] const VectorClock* view() const { return count_ == 0 ? nullptr : &view_; }

 private:
  static constexpr std::uint32_t kFences = 32;

  std::uint32_t time_ = 0;
  std::uint32_t count_ = 0;
  VectorClock view_;
  Fence fences_[kFences];
};

}  // namespace explorer
