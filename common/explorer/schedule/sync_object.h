// A synchronisation object of the body, known by its address: what the runtime keeps about it.
//
// One kind of record serves mutexes, condition variables, semaphores, futex words and atomics,
// because one word may be an atomic and a futex at once. The table forgets a schedule in constant
// time.
#pragma once

#include <cstdint>

#include "explorer/memory/atomic_history.h"
#include "explorer/memory/mapping.h"
#include "explorer/memory/vector_clock.h"
#include "explorer/result.h"

namespace explorer {

struct SyncObject {
  static constexpr std::int32_t kFree = -1;

  std::uintptr_t address;
  std::uint32_t id;  // in the order of first use
  ObjectKind kind;
  bool dead;                  // destroyed; the next use of the address is another object
  std::int32_t owner;         // the thread that holds it exclusively, or kFree
  std::uint32_t depth;        // of a recursive mutex
  std::uint32_t readers;      // of a rwlock
  std::uint32_t held_stack;   // where the owner took it; only while recording
  std::uint32_t last_notify;  // the step of the last wake or signal, or kNoStep
  std::uint64_t version;      // grows with every change of an atomic's value
  AtomicHistory* history;     // of an atomic, else null
  VectorClock clock;          // what the next to acquire it learns
  VectorClock reader_clock;   // of a rwlock: what readers did, which only the next writer learns
};

class SyncObjects {
 public:
  static constexpr std::uint32_t kMax = 1u << 13;
  static constexpr std::uint32_t kMaxAtomics = 1u << 12;

  void reset();

  // The object at this address, made at its first use; null when there are too many.
  SyncObject* at(const volatile void* address, ObjectKind kind);

  // The object at this address, or null.
  [[nodiscard]] SyncObject* find(std::uintptr_t address);

  // Gives an atomic its history, which begins with a value that publishes `release`; false when
  // there are too many.
  bool add_history(SyncObject& object, std::uint64_t initial, const VectorClock& release);

  // Whatever was in this memory is gone.
  void forget(std::uintptr_t address, std::size_t size);

  [[nodiscard]] std::uint32_t count() const { return count_; }
  [[nodiscard]] SyncObject& operator[](std::uint32_t id) { return objects_[id]; }

 private:
  static constexpr std::uint32_t kSlots = 1u << 14;

  struct Slot {
    std::uintptr_t address;
    std::uint32_t generation;
    std::uint32_t id;
  };

  [[nodiscard]] Slot& slot_for(std::uintptr_t address);

  MappedArray<Slot> slots_;
  MappedArray<SyncObject> objects_;
  MappedArray<AtomicHistory> histories_;
  std::uint32_t generation_ = 0;
  std::uint32_t count_ = 0;
  std::uint32_t history_count_ = 0;
};

}  // namespace explorer
