// Which variables of a thread's functions exist, and for whom.
//
// The variables of a function end with it, as an object on the heap ends with its deletion; but
// nobody says so: the stack just moves. So the hooks that instrumented functions call when they
// begin and when they end keep a list of frames. What lies between two of them, of functions that
// are not instrumented, counts as the inner one's. Used by one thread at a time; owns nothing.
#pragma once

#include <cstdint>

#include "explorer/memory/vector_clock.h"

namespace explorer {

class Frames {
 public:
  // Of a new thread, whose first function's frame ends at `top`; thread_local variables lie above.
  void begin(std::uintptr_t top) {
    touched_ = UINTPTR_MAX;
    lowest_ = top;
    begin_again(top);
  }

  // Of a thread that has ended and is to do something more.
  void begin_again(std::uintptr_t top) {
    top_ = top;
    depth_ = 0;
    innermost_ = 0;
  }

  // The thread has ended, and with it all that is on its stack or thread_local.
  void end() {
    top_ = UINTPTR_MAX;
    depth_ = 0;
    innermost_ = 0;
  }

  // A function begins, whose frame reaches down to `bottom`, at this epoch of the thread.
  void enter(std::uintptr_t bottom, Epoch now) {
    if (bottom < lowest_) lowest_ = bottom;
    drop(bottom);
    if (depth_ < kMaxDepth) frames_[depth_++] = {bottom, now};  // else: a part of its caller's
    innermost_ = depth_ < kMaxDepth ? bottom : 0;
  }

  // It is seen with its stack down to here: a frame grows where it takes arrays of any length.
  void grow(std::uintptr_t bottom) {
    if (bottom >= innermost_) return;
    frames_[depth_ - 1].bottom = innermost_ = bottom;
    if (bottom < lowest_) lowest_ = bottom;
  }

  // It ends. Returns where the part of the stack that it gives up ends: up to there, from `bottom`.
  std::uintptr_t leave(std::uintptr_t bottom) {
    drop(bottom);
    if (depth_ == kMaxDepth) return bottom;  // one of those that are too deep to be told apart
    innermost_ = depth_ == 0 ? 0 : frames_[depth_ - 1].bottom;
    return depth_ == 0 ? top_ : innermost_;
  }

  // Does somebody who knows what the thread did up to this epoch know the frame at this address?
  // Who knows of an earlier one there, or of none, has no business with it.
  [[nodiscard]] bool are_known(std::uintptr_t address, Epoch known) const {
    if (address >= top_) return true;
    std::uint32_t index = depth_;
    while (index > 0 && frames_[index - 1].bottom <= address)
      index--;
    if (index == depth_) return depth_ == kMaxDepth;  // below all frames
    return frames_[index].since <= known;
  }

  // Another thread has used this address of the stack.
  void note_touched(std::uintptr_t address) {
    if (address < touched_) touched_ = address;
  }
  // The lowest such address that has not been seen to.
  [[nodiscard]] std::uintptr_t first_touched() const { return touched_; }
  void see_to(std::uintptr_t end) { touched_ = end; }

  // How deep it ever got; 0 for a thread that there never was.
  [[nodiscard]] std::uintptr_t lowest() const { return lowest_; }

 private:
  static constexpr std::uint32_t kMaxDepth = 256;

  struct Frame {
    std::uintptr_t bottom;
    Epoch since;
  };

  // Frames that do not lie above this one are gone, however they were left.
  void drop(std::uintptr_t bottom) {
    while (depth_ > 0 && frames_[depth_ - 1].bottom <= bottom)
      depth_--;
  }

  std::uintptr_t top_;
  std::uintptr_t touched_;
  std::uintptr_t lowest_;
  std::uintptr_t innermost_;  // where the last frame reaches down to, if it may still grow; else 0
  std::uint32_t depth_;
  Frame frames_[kMaxDepth];
};

}  // namespace explorer
