// What a memory order means, as compilers pass it to hooks: the value of std::memory_order.
#pragma once

namespace explorer {

inline constexpr int kRelaxed = 0;
inline constexpr int kConsume = 1;
inline constexpr int kAcquire = 2;
inline constexpr int kRelease = 3;
inline constexpr int kAcqRel = 4;
inline constexpr int kSeqCst = 5;

[[nodiscard]] constexpr bool acquires(int order) {
  return order != kRelaxed && order != kRelease;
}
[[nodiscard]] constexpr bool releases(int order) {
  return order >= kRelease;
}
[[nodiscard]] constexpr bool is_seq_cst(int order) {
  return order == kSeqCst;
}

}  // namespace explorer
