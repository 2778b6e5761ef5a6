// What orders plain data, and what does not: the race detector must honour every memory order.
#include <atomic>
#include <thread>

#include "explorer/litmus/programs.hpp"

namespace explorer::litmus {
namespace {

constexpr auto kRelaxed = std::memory_order_relaxed;
constexpr auto kAcquire = std::memory_order_acquire;
constexpr auto kRelease = std::memory_order_release;
constexpr auto kAcqRel = std::memory_order_acq_rel;
constexpr auto kSeqCst = std::memory_order_seq_cst;

// Hands plain data over with a flag.
template <std::memory_order store_order, std::memory_order load_order>
void message() {
  int data = 0;
  std::atomic<int> flag = 0;
  together(
      [&] {
        data = 1;
        flag.store(1, store_order);
      },
      [&] {
        if (flag.load(load_order) == 1) check(data == 1, "the data came before the flag");
      });
}

template <std::memory_order store_order, std::memory_order load_order>
void message_awaited() {
  int data = 0;
  std::atomic<int> flag = 0;
  together(
      [&] {
        data = 1;
        flag.store(1, store_order);
      },
      [&] {
        while (flag.load(load_order) == 0) {
        }
        check(data == 1, "the data came before the flag");
      });
}

enum class Fences : int { both, release_only, acquire_only };

template <Fences fences>
void message_with_fences() {
  int data = 0;
  std::atomic<int> flag = 0;
  together(
      [&] {
        data = 1;
        if constexpr (fences != Fences::acquire_only) std::atomic_thread_fence(kRelease);
        flag.store(1, kRelaxed);
      },
      [&] {
        if (flag.load(kRelaxed) == 0) return;
        if constexpr (fences != Fences::release_only) std::atomic_thread_fence(kAcquire);
        check(data == 1, "the data came before the flag");
      });
}

void fence_on_the_wrong_side_of_the_flag() {
  int data = 0;
  std::atomic<int> flag = 0;
  together(
      [&] {
        data = 1;
        flag.store(1, kRelaxed);
        std::atomic_thread_fence(kRelease);
      },
      [&] {
        if (flag.load(kAcquire) == 1) check(data == 1, "the data came before the flag");
      });
}

void fence_of_the_compiler_alone() {
  int data = 0;
  std::atomic<int> flag = 0;
  together(
      [&] {
        data = 1;
        std::atomic_signal_fence(kSeqCst);
        flag.store(1, kRelaxed);
      },
      [&] {
        if (flag.load(kAcquire) == 1) check(data == 1, "the data came before the flag");
      });
}

// Another thread's read-modify-write carries the release on, whatever its own order.
void release_sequence_goes_on_through_an_increment() {
  int data = 0;
  std::atomic<int> flag = 0;
  together(
      [&] {
        data = 1;
        flag.store(1, kRelease);
      },
      [&] { flag.fetch_add(1, kRelaxed); },
      [&] {
        if (flag.load(kAcquire) == 2) check(data == 1, "the data came before the flag");
      });
}

void release_sequence_ends_at_another_threads_store() {
  int data = 0;
  std::atomic<int> flag = 0;
  together(
      [&] {
        data = 1;
        flag.store(1, kRelease);
      },
      [&] {
        if (flag.load(kRelaxed) == 1) flag.store(2, kRelaxed);
      },
      [&] {
        if (flag.load(kAcquire) == 2) check(data == 1, "the data came before the flag");
      });
}

// C++20: a later relaxed store of the same thread does not carry its release on either.
void release_sequence_ends_at_the_same_threads_store() {
  int data = 0;
  std::atomic<int> flag = 0;
  together(
      [&] {
        data = 1;
        flag.store(1, kRelease);
        flag.store(2, kRelaxed);
      },
      [&] {
        if (flag.load(kAcquire) == 2) check(data == 1, "the data came before the flag");
      });
}

void release_travels_through_a_third_thread() {
  int data = 0;
  std::atomic<int> first = 0;
  std::atomic<int> second = 0;
  together(
      [&] {
        data = 1;
        first.store(1, kRelease);
      },
      [&] {
        if (first.load(kAcquire) == 1) second.store(1, kRelease);
      },
      [&] {
        if (second.load(kAcquire) == 1) check(data == 1, "it came through the other");
      });
}

void release_stops_at_a_relaxed_third_thread() {
  int data = 0;
  std::atomic<int> first = 0;
  std::atomic<int> second = 0;
  together(
      [&] {
        data = 1;
        first.store(1, kRelease);
      },
      [&] {
        if (first.load(kRelaxed) == 1) second.store(1, kRelease);
      },
      [&] {
        if (second.load(kAcquire) == 1) check(data == 1, "it came through the other");
      });
}

// The last to leave deletes: every decrement must release, and the last one must acquire.
template <std::memory_order order>
void last_one_deletes() {
  struct Counted {
    std::atomic<int> owners = 2;
    int value = 0;
  };
  auto* const object = new Counted;
  in_threads(2, [object](int index) {
    if (index == 0) object->value = 1;
    if (object->owners.fetch_sub(1, order) == 1) delete object;
  });
}

void failed_exchange_acquires() {
  int data = 0;
  std::atomic<int> flag = 0;
  together(
      [&] {
        data = 1;
        flag.store(1, kRelease);
      },
      [&] {
        int expected = 5;
        flag.compare_exchange_strong(expected, 6, kAcquire, kAcquire);
        if (expected == 1) check(data == 1, "the data came before the flag");
      });
}

void failed_exchange_is_relaxed() {
  int data = 0;
  std::atomic<int> flag = 0;
  together(
      [&] {
        data = 1;
        flag.store(1, kRelease);
      },
      [&] {
        int expected = 5;
        flag.compare_exchange_strong(expected, 6, kAcquire, kRelaxed);
        if (expected == 1) check(data == 1, "the data came before the flag");
      });
}

// Everything is atomic, and the increment still is two steps.
void increment_in_two_steps() {
  std::atomic<int> count = 0;
  in_threads(2, [&](int) { count.store(count.load() + 1); });
  check(count == 2, "every increment counts");
}

void increment_in_one_step() {
  std::atomic<int> count = 0;
  in_threads(3, [&](int) { count.fetch_add(1, kRelaxed); });
  check(count == 3, "every increment counts");
}

void increment_by_exchange() {
  std::atomic<int> count = 0;
  in_threads(2, [&](int) {
    int seen = count.load(kRelaxed);
    while (!count.compare_exchange_weak(seen, seen + 1, kRelaxed)) {
    }
  });
  check(count == 2, "every increment counts");
}

std::atomic<int> initialised_statically = 0;

void static_atomic_has_a_first_value() {
  int count = 0;
  in_threads(2, [&](int) {
    while (initialised_statically.exchange(1, kAcquire) != 0) {
    }
    ++count;
    initialised_statically.store(0, kRelease);
  });
  check(count == 2, "every section counts");
}

std::atomic<int> static_wants[2] = {0, 0};

void static_atomic_may_be_read_stale() {
  int count = 0;
  in_threads(2, [&](int me) {
    static_wants[me].store(1, kRelease);
    if (static_wants[1 - me].load(kAcquire) == 0) ++count;
  });
  static_wants[0].store(0, kRelaxed);
  static_wants[1].store(0, kRelaxed);
}

void atomic_object_written_as_plain_memory() {
  std::atomic<int> value = 0;
  together([&] { value.store(1); }, [&] { *reinterpret_cast<volatile int*>(&value) = 2; });
}

constexpr Program kPrograms[] = {
    exhausted("MessageReleaseAcquire", message<kRelease, kAcquire>),
    exhausted("MessageSeqCst", message<kSeqCst, kSeqCst>),
    broken("MessageRelaxedRelaxed", message<kRelaxed, kRelaxed>, Finding::race),
    broken("MessageRelaxedAcquire", message<kRelaxed, kAcquire>, Finding::race),
    broken("MessageReleaseRelaxed", message<kRelease, kRelaxed>, Finding::race),
    clean("MessageAwaited", message_awaited<kRelease, kAcquire>),
    broken("MessageAwaitedRelaxed", message_awaited<kRelaxed, kRelaxed>, Finding::race),
    exhausted("MessageWithFences", message_with_fences<Fences::both>),
    broken("MessageWithoutAcquireFence", message_with_fences<Fences::release_only>, Finding::race),
    broken("MessageWithoutReleaseFence", message_with_fences<Fences::acquire_only>, Finding::race),
    broken("FenceOnTheWrongSideOfTheFlag", fence_on_the_wrong_side_of_the_flag, Finding::race),
    broken("FenceOfTheCompilerAlone", fence_of_the_compiler_alone, Finding::race),
    exhausted("ReleaseSequenceGoesOnThroughAnIncrement",
              release_sequence_goes_on_through_an_increment),
    broken("ReleaseSequenceEndsAtAnotherThreadsStore",
           release_sequence_ends_at_another_threads_store, Finding::race),
    broken("ReleaseSequenceEndsAtTheSameThreadsStore",
           release_sequence_ends_at_the_same_threads_store, Finding::race),
    exhausted("ReleaseTravelsThroughAThirdThread", release_travels_through_a_third_thread),
    broken("ReleaseStopsAtARelaxedThirdThread", release_stops_at_a_relaxed_third_thread,
           Finding::race),
    exhausted("LastOneDeletes", last_one_deletes<kAcqRel>),
    broken("LastOneDeletesRelaxed", last_one_deletes<kRelaxed>, Finding::use_after_free),
    broken("LastOneDeletesReleaseOnly", last_one_deletes<kRelease>, Finding::use_after_free),
    broken("LastOneDeletesAcquireOnly", last_one_deletes<kAcquire>, Finding::use_after_free),
    exhausted("FailedExchangeAcquires", failed_exchange_acquires),
    broken("FailedExchangeIsRelaxed", failed_exchange_is_relaxed, Finding::race),
    broken("IncrementInTwoSteps", increment_in_two_steps, Finding::check_failed),
    exhausted("IncrementInOneStep", increment_in_one_step),
    clean("IncrementByExchange", increment_by_exchange),
    clean("StaticAtomicHasAFirstValue", static_atomic_has_a_first_value),
    broken("StaticAtomicMayBeReadStale", static_atomic_may_be_read_stale, Finding::race),
    broken("AtomicObjectWrittenAsPlainMemory", atomic_object_written_as_plain_memory,
           Finding::race),
};

}  // namespace

std::span<const Program> memory_orders() {
  return kPrograms;
}

}  // namespace explorer::litmus
