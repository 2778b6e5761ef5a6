// A small random generator: the same numbers on every machine for the same seed.
#pragma once

#include <cstdint>

namespace explorer {

[[nodiscard]] constexpr std::uint64_t mix(std::uint64_t value) {
  value += 0x9e3779b97f4a7c15ull;
  value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9ull;
  value = (value ^ (value >> 27)) * 0x94d049bb133111ebull;
  return value ^ (value >> 31);
}

class Random {
 public:
  void seed(std::uint64_t seed) { state_ = mix(seed) | 1; }

  std::uint64_t next() {
    state_ ^= state_ << 13;
    state_ ^= state_ >> 7;
    state_ ^= state_ << 17;
    return state_;
  }

  // From 0 to limit - 1.
  std::uint32_t below(std::uint32_t limit) {
    return static_cast<std::uint32_t>(((next() >> 32) * limit) >> 32);
  }

  bool one_in(std::uint32_t count) { return below(count) == 0; }

 private:
  std::uint64_t state_ = 1;
};

}  // namespace explorer
