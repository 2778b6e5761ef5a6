// shared_ptr, weak_ptr, atomic<shared_ptr>; strings and vectors that travel between threads;
// variables of one thread's functions that others use.
#include <memory>

#include <atomic>
#include <functional>
#include <mutex>
#include <semaphore>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "explorer/litmus/programs.hpp"

namespace explorer::litmus {
namespace {

void shared_by_three() {
  auto shared = std::make_shared<std::vector<int>>(10, 1);
  std::vector<std::thread> threads;
  for (int index = 0; index < 3; ++index)
    threads.emplace_back([mine = shared] { check(mine->at(3) == 1, "alive while it is held"); });
  shared.reset();
  for (std::thread& thread : threads)
    thread.join();
}

void last_owner_deletes() {
  struct Value {
    explicit Value(int& gone) : gone_(gone) {}
    Value(const Value&) = delete;
    Value& operator=(const Value&) = delete;
    ~Value() { ++gone_; }
    int& gone_;
  };
  int gone = 0;
  {
    auto shared = std::make_shared<Value>(gone);
    std::thread thread([mine = shared]() mutable { mine.reset(); });
    shared.reset();
    thread.join();
  }
  check(gone == 1, "deleted once");
}

void one_pointer_object_for_two_threads() {
  auto shared = std::make_shared<int>(1);
  together([&] { shared = std::make_shared<int>(2); },
           [&] {
             const auto copy = shared;
             check(*copy > 0, "whole");
           });
}

void pointee_is_not_protected() {
  const auto shared = std::make_shared<int>(1);
  in_threads(2, [shared](int) { ++*shared; });
}

void weak_pointer_sees_the_end() {
  auto shared = std::make_shared<int>(4);
  const std::weak_ptr<int> weak = shared;
  together([mine = std::move(shared)]() mutable { mine.reset(); },
           [weak] {
             if (const auto locked = weak.lock()) check(*locked == 4, "alive while it is held");
           });
}

void atomic_shared_pointer() {
  std::atomic<std::shared_ptr<int>> shared = std::make_shared<int>(1);
  together([&] { shared.store(std::make_shared<int>(2)); },
           [&] {
             const auto copy = shared.load();
             check(*copy == 1 || *copy == 2, "one or the other");
           });
}

void atomic_shared_pointer_is_exchanged() {
  std::atomic<std::shared_ptr<int>> shared = std::make_shared<int>(0);
  in_threads(2, [&](int) {
    auto seen = shared.load();
    while (!shared.compare_exchange_strong(seen, std::make_shared<int>(*seen + 1))) {
    }
  });
  check(*shared.load() == 2, "every increment counts");
}

void owners_in_a_circle() {
  struct Link {
    std::shared_ptr<Link> next;
  };
  const auto first = std::make_shared<Link>();
  first->next = std::make_shared<Link>();
  first->next->next = first;
}

void unique_pointer_travels() {
  auto owned = std::make_unique<int>(5);
  std::thread thread([mine = std::move(owned)] { check(*mine == 5, "it arrives"); });
  thread.join();
}

void string_is_passed_by_value() {
  std::string text(40, 'x');
  std::thread thread([text] { check(text.size() == 40, "a copy of its own"); });
  text += "y";
  thread.join();
}

void string_is_shared() {
  std::string text = "short";
  together([&] { text += std::string(40, 'x'); }, [&] { check(text.size() < 100, "some length"); });
}

void vector_is_moved() {
  std::vector<std::string> words(3, std::string(30, 'w'));
  std::vector<std::string> received;
  std::thread thread(
      [&received, words = std::move(words)]() mutable { received = std::move(words); });
  thread.join();
  check(received.size() == 3 && received[2].size() == 30, "it arrives whole");
}

void vector_is_shared() {
  std::vector<int> numbers;
  in_threads(2, [&](int index) { numbers.push_back(index); });
}

void vector_elements_are_apart() {
  std::vector<int> numbers(2);
  in_threads(2, [&](int index) { numbers[static_cast<std::size_t>(index)] = index; });
  check(numbers[1] == 1, "each wrote its own");
}

void bits_of_a_vector_are_not_apart() {
  std::vector<bool> bits(2);
  in_threads(2, [&](int index) { bits[static_cast<std::size_t>(index)] = true; });
}

void vector_under_a_mutex() {
  std::mutex mutex;
  std::vector<std::string> words;
  in_threads(2, [&](int) {
    const std::lock_guard lock(mutex);
    words.emplace_back(30, 'w');
  });
  check(words.size() == 2, "both are there");
}

void function_is_handed_over() {
  std::mutex mutex;
  std::function<int()> task;
  together(
      [&] {
        const std::lock_guard lock(mutex);
        task = [text = std::string(30, 'f')] { return static_cast<int>(text.size()); };
      },
      [&] {
        const std::lock_guard lock(mutex);
        if (task) check(task() == 30, "it arrives whole");
      });
}

// One who waits on a list that lies on the stacks of those who wait.
struct Waiter {
  std::binary_semaphore woken{0};
  Waiter* next = nullptr;
};

struct Waiters {
  std::mutex mutex;
  Waiter* first = nullptr;
  bool over = false;

  [[gnu::noinline]] void wait() {
    Waiter me;
    {
      const std::lock_guard lock(mutex);
      if (over) return;
      me.next = first;
      first = &me;
    }
    me.woken.acquire();
  }
};

void waiter_is_left_alone_once_it_is_woken() {
  Waiters waiters;
  together([&] { waiters.wait(); },
           [&] {
             const std::lock_guard lock(waiters.mutex);
             waiters.over = true;
             for (Waiter* waiter = waiters.first; waiter != nullptr;) {
               Waiter* const next = waiter->next;
               waiter->woken.release();
               waiter = next;
             }
           });
}

void waiter_is_read_after_it_is_woken() {
  Waiters waiters;
  together([&] { waiters.wait(); },
           [&] {
             const std::lock_guard lock(waiters.mutex);
             waiters.over = true;
             for (Waiter* waiter = waiters.first; waiter != nullptr; waiter = waiter->next)
               waiter->woken.release();
           });
}

[[gnu::noinline]] void throw_while_another_writes(std::thread& writer) {
  int local = 0;
  writer = std::thread([&local] { local = 1; });
  throw 1;
}

void frame_is_left_by_an_exception() {
  std::thread writer;
  try {
    throw_while_another_writes(writer);
  } catch (int) {
  }
  writer.join();
}

[[gnu::noinline]] int sum_down_from(int count, std::atomic<int>& done) {
  int local = count;
  std::thread thread([&local, &done] {
    ++local;
    done.fetch_add(1);
  });
  const int rest = count > 0 ? sum_down_from(count - 1, done) : 0;
  thread.join();
  return local + rest;
}

void frames_within_frames() {
  std::atomic<int> done = 0;
  check(sum_down_from(1, done) == 3, "each frame has a variable of its own");
  check(done.load() == 2, "both have run");
}

// Memory that a function takes from its stack as it goes, below its frame.
[[gnu::noinline]] void others_fill_an_array(std::size_t count) {
  auto* const array = static_cast<int*>(__builtin_alloca(count * sizeof(int)));
  in_threads(2, [array](int index) { array[index] = index + 1; });
  check(array[0] == 1 && array[1] == 2, "each wrote its own");
}

void array_of_any_length() {
  for (const std::size_t count : {2U, 100U, 3U})
    others_fill_an_array(count);
}

[[gnu::noinline]] void leave_an_array_to(std::thread& writer, std::size_t count) {
  auto* const array = static_cast<int*>(__builtin_alloca(count * sizeof(int)));
  writer = std::thread([array] { array[0] = 1; });
}

void array_of_any_length_is_left() {
  std::thread writer;
  leave_an_array_to(writer, 100);
  writer.join();
}

constexpr Program kPrograms[] = {
    clean("SharedByThree", shared_by_three),
    clean("LastOwnerDeletes", last_owner_deletes),
    broken("OnePointerObjectForTwoThreads", one_pointer_object_for_two_threads, Finding::race),
    broken("PointeeIsNotProtected", pointee_is_not_protected, Finding::race),
    clean("WeakPointerSeesTheEnd", weak_pointer_sees_the_end),
    clean("AtomicSharedPointer", atomic_shared_pointer),
    clean("AtomicSharedPointerIsExchanged", atomic_shared_pointer_is_exchanged),
    broken("OwnersInACircle", owners_in_a_circle, Finding::leak),
    exhausted("UniquePointerTravels", unique_pointer_travels),
    exhausted("StringIsPassedByValue", string_is_passed_by_value),
    broken("StringIsShared", string_is_shared, Finding::race),
    exhausted("VectorIsMoved", vector_is_moved),
    broken("VectorIsShared", vector_is_shared, Finding::race),
    exhausted("VectorElementsAreApart", vector_elements_are_apart),
    broken("BitsOfAVectorAreNotApart", bits_of_a_vector_are_not_apart, Finding::race),
    exhausted("VectorUnderAMutex", vector_under_a_mutex),
    exhausted("FunctionIsHandedOver", function_is_handed_over),
    clean("WaiterIsLeftAloneOnceItIsWoken", waiter_is_left_alone_once_it_is_woken),
    broken("WaiterIsReadAfterItIsWoken", waiter_is_read_after_it_is_woken, Finding::use_after_free),
    broken("FrameIsLeftByAnException", frame_is_left_by_an_exception, Finding::use_after_free),
    clean("FramesWithinFrames", frames_within_frames),
    clean("ArrayOfAnyLength", array_of_any_length),
    broken("ArrayOfAnyLengthIsLeft", array_of_any_length_is_left, Finding::use_after_free),
};

}  // namespace

std::span<const Program> lifetimes() {
  return kPrograms;
}

}  // namespace explorer::litmus
