// IRIW: two threads write a variable each, two others read both in opposite orders. 1010: the two
// readers see the writes in two different orders.
#include <atomic>

#include "explorer/litmus/litmus.hpp"
#include "explorer/litmus/outcomes.hpp"

namespace explorer::litmus {
namespace {

constexpr auto kRelaxed = std::memory_order_relaxed;
constexpr auto kAcquire = std::memory_order_acquire;
constexpr auto kRelease = std::memory_order_release;
constexpr auto kSeqCst = std::memory_order_seq_cst;

enum class Fence { none, seq_cst };

template <std::memory_order store_order, std::memory_order load_order, Fence fence>
int independent() {
  std::atomic<int> left = 0;
  std::atomic<int> right = 0;
  int seen[4] = {};
  const auto read = [](const std::atomic<int>& first, const std::atomic<int>& second, int* result) {
    result[0] = first.load(load_order);
    if constexpr (fence == Fence::seq_cst) std::atomic_thread_fence(kSeqCst);
    result[1] = second.load(load_order);
  };
  together([&] { left.store(1, store_order); }, [&] { right.store(1, store_order); },
           [&] { read(left, right, &seen[0]); }, [&] { read(right, left, &seen[2]); });
  return ((seen[0] * 10 + seen[1]) * 10 + seen[2]) * 10 + seen[3];
}

// Everything but 1010.
const std::vector<int> kOneOrder = {0,    1,    10,   11,   100,  101,  110, 111,
                                    1000, 1001, 1011, 1100, 1101, 1110, 1111};

std::vector<int> and_two_orders() {
  std::vector<int> outcomes = kOneOrder;
  outcomes.push_back(1010);
  return outcomes;
}

}  // namespace

const std::vector<OutcomeProgram>& independent_reads() {
  static const std::vector<OutcomeProgram> programs = {
      {"Relaxed", independent<kRelaxed, kRelaxed, Fence::none>, and_two_orders()},
      // Power shows 1010 here; x86 and Arm do not.
      {"ReleaseAcquire", independent<kRelease, kAcquire, Fence::none>, kOneOrder, {1010}},
      {"SeqCst", independent<kSeqCst, kSeqCst, Fence::none>, kOneOrder},
      {"SeqCstFences", independent<kRelaxed, kRelaxed, Fence::seq_cst>, kOneOrder},
  };
  return programs;
}

}  // namespace explorer::litmus
