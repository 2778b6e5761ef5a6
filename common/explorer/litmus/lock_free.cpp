// Data structures without locks: a sequence lock, a ring for two threads, a stack.
#include <array>
#include <atomic>
#include <cstddef>
#include <optional>

#include "explorer/litmus/programs.hpp"

namespace explorer::litmus {
namespace {

constexpr auto kRelaxed = std::memory_order_relaxed;
constexpr auto kAcquire = std::memory_order_acquire;
constexpr auto kRelease = std::memory_order_release;

// Readers copy, then look whether a writer came in between (Boehm's fences).
template <std::memory_order reader_fence, std::memory_order writer_fence>
class SequenceLock {
 public:
  void write(int value) {
    const unsigned sequence = sequence_.load(kRelaxed);
    sequence_.store(sequence + 1, kRelaxed);
    std::atomic_thread_fence(writer_fence);
    first_.store(value, kRelaxed);
    second_.store(value, kRelaxed);
    sequence_.store(sequence + 2, kRelease);
  }

  void read() const {
    const unsigned before = sequence_.load(kAcquire);
    const int first = first_.load(kRelaxed);
    const int second = second_.load(kRelaxed);
    std::atomic_thread_fence(reader_fence);
    if (before % 2 == 1 || sequence_.load(kRelaxed) != before) return;
    check(first == second, "a copy that nobody disturbed is whole");
  }

 private:
  std::atomic<unsigned> sequence_ = 0;
  std::atomic<int> first_ = 0;
  std::atomic<int> second_ = 0;
};

template <class Lock>
void write_and_read() {
  Lock lock;
  together([&] { lock.write(1); },
           [&] {
             lock.read();
             lock.read();
           });
}

// The copies are plain: that nobody uses a torn one does not make the reads harmless.
void sequence_lock_over_plain_data() {
  std::atomic<unsigned> sequence = 0;
  int data = 0;
  together(
      [&] {
        sequence.store(1);
        data = 1;
        sequence.store(2);
      },
      [&] {
        const unsigned before = sequence.load();
        const int copy = data;
        if (before % 2 == 0 && sequence.load() == before) check(copy == 0 || copy == 1, "whole");
      });
}

template <std::memory_order publish, std::memory_order observe>
class Ring {
 public:
  bool push(int value) {
    const std::size_t tail = tail_.load(kRelaxed);
    if (tail - head_.load(observe) == slots_.size()) return false;
    slots_[tail % slots_.size()] = value;
    tail_.store(tail + 1, publish);
    return true;
  }

  std::optional<int> pop() {
    const std::size_t head = head_.load(kRelaxed);
    if (tail_.load(observe) == head) return std::nullopt;
    const int value = slots_[head % slots_.size()];
    head_.store(head + 1, publish);
    return value;
  }

 private:
  std::array<int, 2> slots_{};
  std::atomic<std::size_t> head_ = 0;
  std::atomic<std::size_t> tail_ = 0;
};

template <class Queue>
void pass_three() {
  Queue queue;
  together(
      [&] {
        for (int value = 1; value <= 3; ++value) {
          while (!queue.push(value)) {
          }
        }
      },
      [&] {
        for (int value = 1; value <= 3; ++value) {
          std::optional<int> item = queue.pop();
          while (!item)
            item = queue.pop();
          check(*item == value, "in order");
        }
      });
}

struct StackNode {
  int value = 0;
  StackNode* next = nullptr;
};

// Nodes outlive the threads, so that nothing is read after its deletion.
void stack_whose_nodes_stay() {
  std::atomic<StackNode*> top = nullptr;
  std::array<StackNode, 2> nodes;
  std::atomic<int> sum = 0;
  in_threads(2, [&](int index) {
    StackNode& mine = nodes[static_cast<std::size_t>(index)];
    mine.value = index + 1;
    mine.next = top.load(kRelaxed);
    while (!top.compare_exchange_weak(mine.next, &mine, kRelease, kRelaxed)) {
    }
    StackNode* first = top.load(kAcquire);
    while (!top.compare_exchange_weak(first, first->next, kAcquire, kAcquire)) {
    }
    sum += first->value;
  });
  check(sum == 3, "each is popped once");
}

// Between reading the top and using it, the other has popped and deleted it.
void stack_whose_nodes_are_deleted() {
  std::atomic<StackNode*> top = new StackNode{1, new StackNode{2, nullptr}};
  in_threads(2, [&](int) {
    StackNode* first = top.load(kAcquire);
    while (!top.compare_exchange_weak(first, first->next, kAcquire, kAcquire)) {
    }
    delete first;
  });
}

// The node is pushed again between the look and the exchange, which then puts a dead one on top.
void stack_that_is_changed_back() {
  std::array<StackNode, 2> nodes{StackNode{1, nullptr}, StackNode{2, nullptr}};
  nodes[0].next = &nodes[1];
  std::atomic<StackNode*> top = &nodes[0];
  std::atomic<int> popped[2] = {0, 0};
  const auto pop = [&]() -> StackNode* {
    StackNode* first = top.load();
    while (first != nullptr) {
      StackNode* const next = std::atomic_ref(first->next).load();
      if (!top.compare_exchange_strong(first, next)) continue;
      ++popped[first - nodes.data()];
      return first;
    }
    return nullptr;
  };
  const auto push = [&](StackNode& node) {
    --popped[&node - nodes.data()];
    StackNode* first = top.load();
    do {
      std::atomic_ref(node.next).store(first);
    } while (!top.compare_exchange_strong(first, &node));
  };
  together([&] { pop(); },
           [&] {
             StackNode* const first = pop();
             pop();
             if (first != nullptr) push(*first);
           });
  while (pop() != nullptr) {
  }
  check(popped[0] <= 1 && popped[1] <= 1, "nobody pops what is popped already");
}

constexpr auto kWrite = write_and_read<SequenceLock<kAcquire, kRelease>>;
constexpr auto kWriteWithoutFences = write_and_read<SequenceLock<kRelaxed, kRelaxed>>;
constexpr auto kWriteWithoutReaderFence = write_and_read<SequenceLock<kRelaxed, kRelease>>;

constexpr Program kPrograms[] = {
    clean("SequenceLock", kWrite),
    broken("SequenceLockWithoutFences", kWriteWithoutFences, Finding::check_failed),
    broken("SequenceLockWithoutReaderFence", kWriteWithoutReaderFence, Finding::check_failed),
    broken("SequenceLockOverPlainData", sequence_lock_over_plain_data, Finding::race),
    clean("Ring", pass_three<Ring<kRelease, kAcquire>>),
    broken("RingThatPublishesInRelaxedOrder", pass_three<Ring<kRelaxed, kAcquire>>, Finding::race),
    broken("RingThatObservesInRelaxedOrder", pass_three<Ring<kRelease, kRelaxed>>, Finding::race),
    clean("StackWhoseNodesStay", stack_whose_nodes_stay),
    broken("StackWhoseNodesAreDeleted", stack_whose_nodes_are_deleted, Finding::use_after_free),
    broken("StackThatIsChangedBack", stack_that_is_changed_back, Finding::check_failed),
};

}  // namespace

std::span<const Program> lock_free() {
  return kPrograms;
}

}  // namespace explorer::litmus
