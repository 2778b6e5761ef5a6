// SB: each of two threads writes its own variable, then reads the other's. 00: neither sees the
// other's write.
#include <atomic>

#include "explorer/litmus/litmus.hpp"
#include "explorer/litmus/outcomes.hpp"

namespace explorer::litmus {
namespace {

constexpr auto kRelaxed = std::memory_order_relaxed;
constexpr auto kAcquire = std::memory_order_acquire;
constexpr auto kRelease = std::memory_order_release;
constexpr auto kAcqRel = std::memory_order_acq_rel;
constexpr auto kSeqCst = std::memory_order_seq_cst;

// consume stands for "no fence".
constexpr auto kNoFence = std::memory_order_consume;

template <std::memory_order fence>
void fence_between() {
  if constexpr (fence != kNoFence) std::atomic_thread_fence(fence);
}

template <std::memory_order store_order, std::memory_order load_order, std::memory_order left_fence,
          std::memory_order right_fence>
int fenced() {
  std::atomic<int> left = 0;
  std::atomic<int> right = 0;
  int saw_right = 0;
  int saw_left = 0;
  together(
      [&] {
        left.store(1, store_order);
        fence_between<left_fence>();
        saw_right = right.load(load_order);
      },
      [&] {
        right.store(1, store_order);
        fence_between<right_fence>();
        saw_left = left.load(load_order);
      });
  return saw_right * 10 + saw_left;
}

template <std::memory_order store_order, std::memory_order load_order>
int plain() {
  return fenced<store_order, load_order, kNoFence, kNoFence>();
}

// A read-modify-write reads the newest value, but it orders nothing about the other variable.
template <std::memory_order exchange_order, std::memory_order load_order>
int exchanged() {
  std::atomic<int> left = 0;
  std::atomic<int> right = 0;
  int saw_right = 0;
  int saw_left = 0;
  together(
      [&] {
        left.exchange(1, exchange_order);
        saw_right = right.load(load_order);
      },
      [&] {
        right.exchange(1, exchange_order);
        saw_left = left.load(load_order);
      });
  return saw_right * 10 + saw_left;
}

// Two read-modify-writes of one variable between the accesses order them like a fence.
int ordered_by_a_third_variable() {
  std::atomic<int> left = 0;
  std::atomic<int> right = 0;
  std::atomic<int> between = 0;
  int saw_right = 0;
  int saw_left = 0;
  together(
      [&] {
        left.store(1, kRelaxed);
        between.fetch_add(1, kAcqRel);
        saw_right = right.load(kRelaxed);
      },
      [&] {
        right.store(1, kRelaxed);
        between.fetch_add(1, kAcqRel);
        saw_left = left.load(kRelaxed);
      });
  return saw_right * 10 + saw_left;
}

}  // namespace

const std::vector<OutcomeProgram>& store_buffering() {
  static const std::vector<OutcomeProgram> programs = {
      {"Relaxed", plain<kRelaxed, kRelaxed>, {0, 1, 10, 11}},
      {"ReleaseAcquire", plain<kRelease, kAcquire>, {0, 1, 10, 11}},
      {"SeqCst", plain<kSeqCst, kSeqCst>, {1, 10, 11}},
      {"SeqCstStoresOnly", plain<kSeqCst, kAcquire>, {0, 1, 10, 11}},
      {"SeqCstLoadsOnly", plain<kRelease, kSeqCst>, {0, 1, 10, 11}},
      {"SeqCstFences", fenced<kRelaxed, kRelaxed, kSeqCst, kSeqCst>, {1, 10, 11}},
      {"AcqRelFences", fenced<kRelaxed, kRelaxed, kAcqRel, kAcqRel>, {0, 1, 10, 11}},
      {"OneSeqCstFence", fenced<kRelaxed, kRelaxed, kSeqCst, kNoFence>, {0, 1, 10, 11}},
      // x86 never shows 00 here, Arm does.
      {"ExchangeAcqRel", exchanged<kAcqRel, kAcquire>, {0, 1, 10, 11}},
      {"ExchangeSeqCst", exchanged<kSeqCst, kSeqCst>, {1, 10, 11}},
      {"OrderedByAThirdVariable", ordered_by_a_third_variable, {1, 10, 11}},
  };
  return programs;
}

}  // namespace explorer::litmus
