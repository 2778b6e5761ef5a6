// std::call_once and function-local statics.
#include <mutex>

#include <atomic>
#include <string>

#include "explorer/litmus/programs.hpp"

namespace explorer::litmus {
namespace {

void once_is_once() {
  std::once_flag flag;
  int calls = 0;
  in_threads(3, [&](int) {
    std::call_once(flag, [&] { ++calls; });
    check(calls == 1, "done before anyone goes on");
  });
}

void once_is_tried_again_after_an_exception() {
  std::once_flag flag;
  int tries = 0;
  int calls = 0;
  in_threads(3, [&](int) {
    try {
      std::call_once(flag, [&] {
        if (tries++ == 0) throw 1;
        ++calls;
      });
    } catch (int) {
    }
  });
  check(tries == 2 && calls == 1, "the second try counts");
}

void once_within_itself() {
  std::once_flag flag;
  std::call_once(flag, [&] { std::call_once(flag, [] {}); });
}

void two_onces_cross() {
  std::once_flag first;
  std::once_flag second;
  together([&] { std::call_once(first, [&] { std::call_once(second, [] {}); }); },
           [&] { std::call_once(second, [&] { std::call_once(first, [] {}); }); });
}

void two_flags_for_one_value() {
  std::once_flag flags[2];
  int value = 0;
  in_threads(2, [&](int index) { std::call_once(flags[index], [&] { value = 1; }); });
}

void checked_without_the_flag() {
  std::once_flag flag;
  bool ready = false;
  in_threads(2, [&](int) {
    if (ready) return;
    std::call_once(flag, [&] { ready = true; });
  });
}

// A class of its own, so that every test of the table starts with a fresh static.
template <int tag>
const std::string& local_static() {
  static const std::string text = std::string(30, 'q') + std::to_string(tag);
  return text;
}

void static_is_made_once() {
  const std::string* seen[2] = {};
  in_threads(2, [&](int index) { seen[index] = &local_static<1>(); });
  check(seen[0] == seen[1], "both see the same");
  check(*seen[0] == std::string(30, 'q') + "1", "and see it whole");
}

void static_is_written_by_both() {
  in_threads(2, [](int) {
    static int count = 0;
    ++count;
  });
}

void static_counts_atomically() {
  in_threads(2, [](int) {
    static std::atomic<int> count = 0;
    ++count;
  });
}

// Double-checked initialisation with a plain pointer.
void made_when_first_needed(std::memory_order load_order, std::memory_order store_order) {
  std::mutex mutex;
  std::atomic<const int*> instance = nullptr;
  int storage = 0;
  const auto get = [&]() -> const int& {
    const int* found = instance.load(load_order);
    if (found == nullptr) {
      const std::lock_guard lock(mutex);
      found = instance.load(std::memory_order_relaxed);  // ordered by the mutex
      if (found == nullptr) {
        storage = 1;
        found = &storage;
        instance.store(found, store_order);
      }
    }
    return *found;
  };
  in_threads(2, [&](int) { check(get() == 1, "whole when it is seen"); });
}

void double_checked() {
  made_when_first_needed(std::memory_order_acquire, std::memory_order_release);
}

void double_checked_relaxed() {
  made_when_first_needed(std::memory_order_relaxed, std::memory_order_relaxed);
}

constexpr Program kPrograms[] = {
    exhausted("OnceIsOnce", once_is_once),
    clean("OnceIsTriedAgainAfterAnException", once_is_tried_again_after_an_exception),
    broken("OnceWithinItself", once_within_itself, Finding::deadlock),
    broken("TwoOncesCross", two_onces_cross, Finding::deadlock),
    broken("TwoFlagsForOneValue", two_flags_for_one_value, Finding::race),
    broken("CheckedWithoutTheFlag", checked_without_the_flag, Finding::race),
    exhausted("StaticIsMadeOnce", static_is_made_once),
    broken("StaticIsWrittenByBoth", static_is_written_by_both, Finding::race),
    exhausted("StaticCountsAtomically", static_counts_atomically),
    exhausted("DoubleChecked", double_checked),
    broken("DoubleCheckedRelaxed", double_checked_relaxed, Finding::race),
};

}  // namespace

std::span<const Program> once() {
  return kPrograms;
}

}  // namespace explorer::litmus
