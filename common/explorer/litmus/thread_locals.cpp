// thread_local variables.
#include <atomic>
#include <memory>
#include <string>
#include <thread>

#include "explorer/litmus/programs.hpp"

namespace explorer::litmus {
namespace {

// Counts how many of its kind are alive, so that a missed destructor shows.
struct Counted {
  static inline std::atomic<int> alive = 0;

  Counted() { ++alive; }
  ~Counted() { --alive; }
  Counted(const Counted&) = delete;
  Counted& operator=(const Counted&) = delete;

  std::string text = "a string that is long enough for the heap";
};

thread_local Counted counted;
thread_local int seven = 7;
thread_local int zero;
thread_local std::unique_ptr<int> owned;

void each_thread_has_its_own() {
  int* addresses[2] = {};
  in_threads(2, [&](int index) {
    check(seven == 7 && zero == 0, "fresh in each thread of each schedule");
    seven += index;
    zero = 5;
    std::this_thread::yield();
    check(seven == 7 + index, "nobody else changes it");
    addresses[index] = &seven;
  });
  check(addresses[0] != addresses[1], "two threads, two variables");
  check(seven == 7, "nor has the body's changed");
}

void body_finds_its_own_fresh() {
  check(seven == 7 && zero == 0, "fresh in each schedule");
  seven = 8;
  zero = 1;
}

void destructors_run_when_threads_end() {
  in_threads(2, [&](int) {
    counted.text += "x";
    std::this_thread::yield();
    check(counted.text.back() == 'x', "its own string");
  });
  check(Counted::alive == 0, "none is left");
}

void owned_memory_is_given_back() {
  in_threads(2, [&](int index) {
    check(owned == nullptr, "fresh in each thread of each schedule");
    owned = std::make_unique<int>(index);
    std::this_thread::yield();
    check(*owned == index, "its own");
  });
}

// A queue lock hands out pointers to thread_local nodes: they must stay valid in other threads.
struct Node {
  std::atomic<Node*> next = nullptr;
  std::atomic<bool> locked = false;
};

thread_local Node node;

void pointers_to_them_hold_in_other_threads() {
  std::atomic<Node*> tail = nullptr;
  int count = 0;
  in_threads(2, [&](int) {
    node.next = nullptr;
    node.locked = true;
    if (Node* const before = tail.exchange(&node)) {
      before->next = &node;
      while (node.locked) {
      }
    }
    ++count;
    Node* self = &node;
    if (node.next == nullptr && tail.compare_exchange_strong(self, nullptr)) return;
    while (node.next == nullptr) {
    }
    node.next.load()->locked = false;
  });
  check(count == 2, "both were in");
}

void another_threads_variable_is_shared_like_any_other() {
  std::atomic<int*> shared = nullptr;
  std::atomic<bool> done = false;
  together(
      [&] {
        shared.store(&seven);
        ++seven;
        done.wait(false);
      },
      [&] {
        if (int* const theirs = shared.load()) ++*theirs;
        done.store(true);
        done.notify_one();
      });
}

constexpr Program kPrograms[] = {
    exhausted("EachThreadHasItsOwn", each_thread_has_its_own),
    exhausted("BodyFindsItsOwnFresh", body_finds_its_own_fresh),
    exhausted("DestructorsRunWhenThreadsEnd", destructors_run_when_threads_end),
    exhausted("OwnedMemoryIsGivenBack", owned_memory_is_given_back),
    clean("PointersToThemHoldInOtherThreads", pointers_to_them_hold_in_other_threads),
    broken("AnotherThreadsVariableIsSharedLikeAnyOther",
           another_threads_variable_is_shared_like_any_other, Finding::race),
};

}  // namespace

std::span<const Program> thread_locals() {
  return kPrograms;
}

}  // namespace explorer::litmus
