// What a step touches, and whether two steps commute: the base of sleep sets and of POS.
//
// A step is all that a thread does from one scheduling point to the next, so it may touch several
// objects: the one it was announced for, and those that it unlocks or creates on its way.
// Plain accesses are left out: where they do not commute they are a race, and reported as one.
#pragma once

#include <cstdint>

namespace explorer {

enum class Touch : std::uint8_t { nothing, read, write, lock, unlock };

// Objects that have no address in the body.
enum class GlobalObject : std::uintptr_t { clock = 8, threads = 16, fences = 24 };

// Do these two touches of one object commute? A lock and an unlock do: whoever may unlock a mutex
// holds it, so that nobody else could lock it in its place.
[[nodiscard]] constexpr bool conflict(Touch a, Touch b) {
  if (a == Touch::nothing || b == Touch::nothing) return false;
  if (a == Touch::read && b == Touch::read) return false;
  const bool lock_and_unlock =
      (a == Touch::lock && b == Touch::unlock) || (a == Touch::unlock && b == Touch::lock);
  return !lock_and_unlock;
}

class Footprint {
 public:
  void clear() {
    count_ = 0;
    everything_ = false;
  }

  void add(std::uintptr_t object, Touch touch) {
    if (touch == Touch::nothing) return;
    const std::uint64_t entry = object << 3 | static_cast<std::uint64_t>(touch);
    for (std::uint32_t i = 0; i < count_; i++) {
      if (entries_[i] == entry) return;
    }
    if (count_ == kMax) {
      everything_ = true;
      return;
    }
    entries_[count_++] = entry;
  }
  void add_everything() { everything_ = true; }
  void add(GlobalObject object, Touch touch) { add(static_cast<std::uintptr_t>(object), touch); }

  void merge(const Footprint& other) {
    everything_ |= other.everything_;
    for (std::uint32_t i = 0; i < other.count_; i++) {
      add(other.entries_[i] >> 3, static_cast<Touch>(other.entries_[i] & 7));
    }
  }

  [[nodiscard]] bool conflicts_with(const Footprint& other) const {
    if (everything_ || other.everything_) return true;
    for (std::uint32_t i = 0; i < count_; i++) {
      for (std::uint32_t k = 0; k < other.count_; k++) {
        if (entries_[i] >> 3 != other.entries_[k] >> 3) continue;
        if (conflict(static_cast<Touch>(entries_[i] & 7),
                     static_cast<Touch>(other.entries_[k] & 7))) {
          return true;
        }
      }
    }
    return false;
  }

 private:
  static constexpr std::uint32_t kMax = 7;

  std::uint64_t entries_[kMax];
  std::uint8_t count_ = 0;
  bool everything_ = false;  // more objects than fit: commutes with nothing
};

}  // namespace explorer
