// Coherence: all threads agree on one order of the writes to one variable, and nobody goes back in
// it, however weak the memory orders are. Two letters each: what comes first, what second.
#include <atomic>

#include "explorer/litmus/litmus.hpp"
#include "explorer/litmus/outcomes.hpp"

namespace explorer::litmus {
namespace {

constexpr auto kRelaxed = std::memory_order_relaxed;

int read_read() {
  std::atomic<int> value = 0;
  int first = 0;
  int second = 0;
  together(
      [&] {
        value.store(1, kRelaxed);
        value.store(2, kRelaxed);
      },
      [&] {
        first = value.load(kRelaxed);
        second = value.load(kRelaxed);
      });
  return first * 10 + second;
}

int write_write() {
  std::atomic<int> value = 0;
  together([&] {
    value.store(1, kRelaxed);
    value.store(2, kRelaxed);
  });
  return value.load(kRelaxed);
}

// The second digit is the value at the end. 21: it read the other's write, and its own came last.
int write_read() {
  std::atomic<int> value = 0;
  int seen = 0;
  together(
      [&] {
        value.store(1, kRelaxed);
        seen = value.load(kRelaxed);
      },
      [&] { value.store(2, kRelaxed); });
  return seen * 10 + value.load(kRelaxed);
}

// The second digit is the value at the end. 22: it read the other's write, and overwrote it before.
int read_write() {
  std::atomic<int> value = 0;
  int seen = 0;
  together(
      [&] {
        seen = value.load(kRelaxed);
        value.store(1, kRelaxed);
      },
      [&] { value.store(2, kRelaxed); });
  return seen * 10 + value.load(kRelaxed);
}

// Two readers of two writers: 1221 and 2112 would be two orders.
int readers_agree() {
  std::atomic<int> value = 0;
  int seen[4] = {};
  together([&] { value.store(1, kRelaxed); }, [&] { value.store(2, kRelaxed); },
           [&] {
             seen[0] = value.load(kRelaxed);
             seen[1] = value.load(kRelaxed);
           },
           [&] {
             seen[2] = value.load(kRelaxed);
             seen[3] = value.load(kRelaxed);
           });
  const int left = seen[0] * 10 + seen[1];
  const int right = seen[2] * 10 + seen[3];
  return (left == 12 && right == 21) || (left == 21 && right == 12) ? 1 : 0;
}

// What a join has ordered is not stale.
int join_ends_staleness() {
  std::atomic<int> value = 0;
  together([&] { value.store(1, kRelaxed); });
  return value.load(kRelaxed);
}

int increments_are_atomic() {
  std::atomic<int> value = 0;
  const auto add = [&] { value.fetch_add(1, kRelaxed); };
  together(add, add);
  return value.load(kRelaxed);
}

// Each exchange reads the write just before its own: never both the first value.
int exchanges_read_the_newest() {
  std::atomic<int> value = 0;
  int seen[2] = {};
  in_threads(2, [&](int index) { seen[index] = value.exchange(1, kRelaxed); });
  return seen[0] * 10 + seen[1];
}

int strong_exchange_has_one_winner() {
  std::atomic<int> value = 0;
  int won[2] = {};
  in_threads(2, [&](int index) {
    int expected = 0;
    won[index] = value.compare_exchange_strong(expected, 1, kRelaxed) ? 1 : 0;
  });
  return won[0] * 10 + won[1];
}

// 2+2W: two writers of two variables in opposite orders.
int crossed_writers() {
  std::atomic<int> left = 0;
  std::atomic<int> right = 0;
  together(
      [&] {
        left.store(1, kRelaxed);
        right.store(2, kRelaxed);
      },
      [&] {
        right.store(1, kRelaxed);
        left.store(2, kRelaxed);
      });
  return left.load(kRelaxed) * 10 + right.load(kRelaxed);
}

// LB: 11 would be each reading what the other writes later.
template <std::memory_order load_order, std::memory_order store_order>
int load_buffering() {
  std::atomic<int> left = 0;
  std::atomic<int> right = 0;
  int saw_left = 0;
  int saw_right = 0;
  together(
      [&] {
        saw_left = left.load(load_order);
        right.store(1, store_order);
      },
      [&] {
        saw_right = right.load(load_order);
        left.store(1, store_order);
      });
  return saw_left * 10 + saw_right;
}

}  // namespace

const std::vector<OutcomeProgram>& coherence() {
  constexpr auto kAcquire = std::memory_order_acquire;
  constexpr auto kRelease = std::memory_order_release;
  static const std::vector<OutcomeProgram> programs = {
      {"ReadRead", read_read, {0, 1, 2, 11, 12, 22}},
      {"WriteWrite", write_write, {2}},
      {"WriteRead", write_read, {11, 12, 22}},
      {"ReadWrite", read_write, {1, 2, 21}},
      {"ReadersAgree", readers_agree, {0}},
      {"JoinEndsStaleness", join_ends_staleness, {1}},
      {"IncrementsAreAtomic", increments_are_atomic, {2}},
      {"ExchangesReadTheNewest", exchanges_read_the_newest, {1, 10}},
      {"StrongExchangeHasOneWinner", strong_exchange_has_one_winner, {1, 10}},
      {"CrossedWriters", crossed_writers, {12, 21, 22}, {11}},
      {"LoadBufferingRelaxed", load_buffering<kRelaxed, kRelaxed>, {0, 1, 10}, {11}},
      {"LoadBufferingReleaseAcquire", load_buffering<kAcquire, kRelease>, {0, 1, 10}},
  };
  return programs;
}

}  // namespace explorer::litmus
