// Memory: use after free and after destruction, bounds, leaks, races on whole blocks.
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <mutex>
#include <new>
#include <thread>

#include "explorer/litmus/programs.hpp"

namespace explorer::litmus {
namespace {

// Keeps the compiler from seeing through a pointer, and so from saving the program's mistake.
template <class T>
T* unknown(T* pointer) {
  asm volatile("" : "+r"(pointer));
  return pointer;
}

// And from making a few moves of a call.
std::size_t unknown_size(std::size_t size) {
  asm volatile("" : "+r"(size));
  return size;
}

void read_after_delete() {
  int* const value = unknown(new int(3));
  delete value;
  check(*unknown(value) != 77, "whatever it is");
}

void written_after_delete_by_another_thread() {
  auto* const value = new std::atomic<int>(0);
  std::atomic<bool> deleted = false;
  together(
      [&] {
        delete value;
        deleted.store(true);
      },
      [&] {
        while (!deleted.load()) {
        }
        unknown(value)->store(1);
      });
}

void deleted_while_another_reads() {
  int* const value = new int(3);
  together([value] { check(*value != 77, "whatever it is"); }, [value] { delete value; });
}

void deleted_twice() {
  int* const value = unknown(new int(3));
  delete value;
  delete unknown(value);
}

// The owner deletes the mutex as soon as it is his; the other's unlock is not over yet.
class TwoStepMutex {
 public:
  void lock() {
    while (held_.exchange(true)) {
    }
  }
  void unlock() {
    held_.store(false);
    unlocks_.fetch_add(1);
  }

 private:
  std::atomic<bool> held_ = false;
  std::atomic<int> unlocks_ = 0;
};

void unlock_touches_the_mutex_too_late() {
  auto mutex = std::make_unique<TwoStepMutex>();
  mutex->lock();
  std::thread thread([&mutex = *mutex] { mutex.unlock(); });
  mutex->lock();
  mutex.reset();
  thread.join();
}

void mutex_is_deleted_by_its_last_owner() {
  auto mutex = std::make_unique<std::mutex>();
  mutex->lock();
  std::atomic<bool> done = false;
  std::thread thread([&] {
    mutex->lock();
    mutex->unlock();
    done.store(true);
  });
  mutex->unlock();
  while (!done.load()) {
  }
  mutex.reset();
  thread.join();
}

void read_beside_a_block() {
  int* const values = unknown(new int[4]{1, 2, 3, 4});
  check(unknown(values)[4] != 77, "whatever it is");
  delete[] values;
}

void written_before_a_block() {
  int* const values = unknown(new int[4]{1, 2, 3, 4});
  unknown(values)[-1] = 0;
  delete[] values;
}

void copied_beyond_a_block() {
  char* const text = unknown(new char[32]);
  std::memset(unknown(text), 'x', unknown_size(33));
  delete[] text;
}

void never_deleted() {
  int* const value = unknown(new int(3));
  check(*value == 3, "as it was made");
}

void never_deleted_by_a_thread() {
  together([] { check(*unknown(new int(3)) == 3, "as it was made"); });
}

void deleted_by_another_thread() {
  int* value = nullptr;
  std::thread thread([&] { value = new int(3); });
  thread.join();
  delete value;
}

void copies_race() {
  struct Block {
    char bytes[64];
  };
  Block from{};
  Block to{};
  together([&] { std::memcpy(unknown(&to), unknown(&from), unknown_size(sizeof to)); },
           [&] { unknown(&to)->bytes[3] = 1; });
}

void moves_race() {
  char bytes[64] = {};
  together([&] { std::memmove(unknown(&bytes[0]), unknown(&bytes[8]), unknown_size(32)); },
           [&] { *unknown(&bytes[39]) = 1; });
}

void fills_race() {
  char bytes[64] = {};
  together([&] { std::memset(unknown(&bytes[0]), 1, unknown_size(sizeof bytes)); },
           [&] { *unknown(&bytes[63]) = 1; });
}

void copies_are_apart() {
  char from[64] = {};
  char to[64] = {};
  together([&] { std::memcpy(unknown(&to[0]), unknown(&from[0]), unknown_size(32)); },
           [&] { std::memcpy(unknown(&to[32]), unknown(&from[32]), unknown_size(32)); });
}

// The second block may lie where the first one was: that is no race between their users.
void block_is_used_again_by_another_thread() {
  const auto use = [] {
    for (int round = 0; round < 3; ++round) {
      auto* const bytes = static_cast<char*>(std::malloc(48));
      std::memset(unknown(bytes), round, 48);
      std::free(bytes);
      const auto number = std::make_unique<long>(round);
      ++*number;
    }
  };
  together(use, use);
}

void block_grows() {
  auto* numbers = static_cast<int*>(std::calloc(4, sizeof(int)));
  check(numbers[3] == 0, "filled with zeros");
  numbers[3] = 7;
  numbers = static_cast<int*>(std::realloc(numbers, 400 * sizeof(int)));
  check(numbers[3] == 7, "copied");
  together([numbers] { ++numbers[3]; });
  check(numbers[3] == 8, "joined");
  std::free(numbers);
}

void aligned_blocks() {
  struct alignas(128) Line {
    char bytes[128];
  };
  const auto line = std::make_unique<Line>();
  check(reinterpret_cast<std::uintptr_t>(line.get()) % 128 == 0, "aligned as its type asks");
  void* const page = std::aligned_alloc(4096, 4096);
  check(reinterpret_cast<std::uintptr_t>(page) % 4096 == 0, "aligned as asked");
  std::free(page);
}

void neighbouring_bytes_are_apart() {
  struct Pair {
    char first;
    char second;
  };
  Pair pair{};
  together([&] { pair.first = 1; }, [&] { pair.second = 1; });
  check(pair.first + pair.second == 2, "each wrote its own");
}

void neighbouring_bits_are_not_apart() {
  struct Pair {
    unsigned first : 4;
    unsigned second : 4;
  };
  Pair pair{};
  together([&] { pair.first = 1; }, [&] { pair.second = 1; });
}

constexpr Program kPrograms[] = {
    broken("ReadAfterDelete", read_after_delete, Finding::use_after_free),
    broken("WrittenAfterDeleteByAnotherThread", written_after_delete_by_another_thread,
           Finding::use_after_free),
    broken("DeletedWhileAnotherReads", deleted_while_another_reads, Finding::use_after_free),
    broken("DeletedTwice", deleted_twice, Finding::use_after_free),
    broken("UnlockTouchesTheMutexTooLate", unlock_touches_the_mutex_too_late,
           Finding::use_after_free),
    clean("MutexIsDeletedByItsLastOwner", mutex_is_deleted_by_its_last_owner),
    broken("ReadBesideABlock", read_beside_a_block, Finding::out_of_bounds),
    broken("WrittenBeforeABlock", written_before_a_block, Finding::out_of_bounds),
    broken("CopiedBeyondABlock", copied_beyond_a_block, Finding::out_of_bounds),
    broken("NeverDeleted", never_deleted, Finding::leak),
    broken("NeverDeletedByAThread", never_deleted_by_a_thread, Finding::leak),
    exhausted("DeletedByAnotherThread", deleted_by_another_thread),
    broken("CopiesRace", copies_race, Finding::race),
    broken("MovesRace", moves_race, Finding::race),
    broken("FillsRace", fills_race, Finding::race),
    exhausted("CopiesAreApart", copies_are_apart),
    exhausted("BlockIsUsedAgainByAnotherThread", block_is_used_again_by_another_thread),
    exhausted("BlockGrows", block_grows),
    exhausted("AlignedBlocks", aligned_blocks),
    exhausted("NeighbouringBytesAreApart", neighbouring_bytes_are_apart),
    broken("NeighbouringBitsAreNotApart", neighbouring_bits_are_not_apart, Finding::race),
};

}  // namespace

std::span<const Program> heap() {
  return kPrograms;
}

}  // namespace explorer::litmus
