// MP: one thread writes data, then a flag; another reads the flag, then the data. 10: it sees the
// flag and not the data. All of it is atomic, so nothing here is a race.
#include <atomic>

#include "explorer/litmus/litmus.hpp"
#include "explorer/litmus/outcomes.hpp"

namespace explorer::litmus {
namespace {

constexpr auto kRelaxed = std::memory_order_relaxed;
constexpr auto kAcquire = std::memory_order_acquire;
constexpr auto kRelease = std::memory_order_release;
constexpr auto kSeqCst = std::memory_order_seq_cst;

template <std::memory_order store_order, std::memory_order load_order>
int message() {
  std::atomic<int> data = 0;
  std::atomic<int> flag = 0;
  int saw_flag = 0;
  int saw_data = 0;
  together(
      [&] {
        data.store(1, kRelaxed);
        flag.store(1, store_order);
      },
      [&] {
        saw_flag = flag.load(load_order);
        saw_data = data.load(kRelaxed);
      });
  return saw_flag * 10 + saw_data;
}

enum class Fences { both, release_only, acquire_only, seq_cst };

template <Fences fences>
int message_with_fences() {
  constexpr bool kWriter = fences != Fences::acquire_only;
  constexpr bool kReader = fences != Fences::release_only;
  constexpr bool kStrong = fences == Fences::seq_cst;
  std::atomic<int> data = 0;
  std::atomic<int> flag = 0;
  int saw_flag = 0;
  int saw_data = 0;
  together(
      [&] {
        data.store(1, kRelaxed);
        if constexpr (kWriter) std::atomic_thread_fence(kStrong ? kSeqCst : kRelease);
        flag.store(1, kRelaxed);
      },
      [&] {
        saw_flag = flag.load(kRelaxed);
        if constexpr (kReader) std::atomic_thread_fence(kStrong ? kSeqCst : kAcquire);
        saw_data = data.load(kRelaxed);
      });
  return saw_flag * 10 + saw_data;
}

// A third thread adds to the flag in relaxed order: the release goes on through it.
template <std::memory_order release>
int release_sequence() {
  std::atomic<int> data = 0;
  std::atomic<int> flag = 0;
  int saw_flag = 0;
  int saw_data = 0;
  together(
      [&] {
        data.store(1, kRelaxed);
        flag.store(2, release);
      },
      [&] { flag.fetch_add(1, kRelaxed); },
      [&] {
        saw_flag = flag.load(kAcquire);
        saw_data = data.load(kRelaxed);
      });
  return saw_flag * 10 + saw_data;
}

// The second store of the same thread is no part of the first one's release sequence (C++20).
int store_after_release() {
  std::atomic<int> data = 0;
  std::atomic<int> flag = 0;
  int saw_flag = 0;
  int saw_data = 0;
  together(
      [&] {
        data.store(1, kRelaxed);
        flag.store(1, kRelease);
        flag.store(2, kRelaxed);
      },
      [&] {
        saw_flag = flag.load(kAcquire);
        saw_data = data.load(kRelaxed);
      });
  return saw_flag * 10 + saw_data;
}

// WRC: the second thread passes on what it has seen; the third must see it too.
template <std::memory_order pass_on, std::memory_order look>
int passed_on() {
  std::atomic<int> data = 0;
  std::atomic<int> flag = 0;
  int saw_flag = 0;
  int saw_data = 0;
  together([&] { data.store(1, kRelaxed); }, [&] { flag.store(data.load(kRelaxed), pass_on); },
           [&] {
             saw_flag = flag.load(look);
             saw_data = data.load(kRelaxed);
           });
  return saw_flag * 10 + saw_data;
}

// S: 1 is read from the flag, and yet the first thread's write of the data comes last.
template <std::memory_order store_order, std::memory_order load_order>
int overwritten() {
  std::atomic<int> data = 0;
  std::atomic<int> flag = 0;
  int saw_flag = 0;
  together(
      [&] {
        data.store(2, kRelaxed);
        flag.store(1, store_order);
      },
      [&] {
        saw_flag = flag.load(load_order);
        data.store(1, kRelaxed);
      });
  return saw_flag * 10 + data.load();
}

}  // namespace

const std::vector<OutcomeProgram>& message_passing() {
  static const std::vector<OutcomeProgram> programs = {
      {"Relaxed", message<kRelaxed, kRelaxed>, {0, 1, 10, 11}},
      {"RelaxedAcquire", message<kRelaxed, kAcquire>, {0, 1, 10, 11}},
      {"ReleaseRelaxed", message<kRelease, kRelaxed>, {0, 1, 10, 11}},
      {"ReleaseAcquire", message<kRelease, kAcquire>, {0, 1, 11}},
      {"SeqCst", message<kSeqCst, kSeqCst>, {0, 1, 11}},
      {"Fences", message_with_fences<Fences::both>, {0, 1, 11}},
      {"SeqCstFences", message_with_fences<Fences::seq_cst>, {0, 1, 11}},
      {"ReleaseFenceOnly", message_with_fences<Fences::release_only>, {0, 1, 10, 11}},
      {"AcquireFenceOnly", message_with_fences<Fences::acquire_only>, {0, 1, 10, 11}},
      {"ReleaseSequence", release_sequence<kRelease>, {0, 1, 10, 11, 21, 31}},
      {"RelaxedSequence", release_sequence<kRelaxed>, {0, 1, 10, 11, 20, 21, 30, 31}},
      {"StoreAfterRelease", store_after_release, {0, 1, 11, 21}, {20}},
      {"PassedOnReleaseAcquire", passed_on<kRelease, kAcquire>, {0, 1, 11}},
      {"PassedOnRelaxed", passed_on<kRelaxed, kRelaxed>, {0, 1, 10, 11}},
      {"OverwrittenReleaseAcquire", overwritten<kRelease, kAcquire>, {1, 2, 11}},
      {"OverwrittenRelaxed", overwritten<kRelaxed, kRelaxed>, {1, 2, 11}, {12}},
  };
  return programs;
}

}  // namespace explorer::litmus
