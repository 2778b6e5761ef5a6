// A thread of the body: what it is about to do, what it knows, and what lends it a stack.
//
// Exactly one logical thread runs at a time; all of this is touched by that one or by the driver.
#pragma once

#include <cstdint>

#include "explorer/explorer.h"
#include "explorer/memory/vector_clock.h"
#include "explorer/schedule/footprint.h"
#include "explorer/schedule/frames.h"
#include "explorer/schedule/polling.h"
#include "explorer/schedule/sync_object.h"

namespace explorer {

struct Worker;

// What a thread waits for before its pending operation can run.
enum class Need : std::uint8_t {
  nothing,
  free_mutex,
  free_for_reading,
  free_for_writing,
  finished_thread,
  semaphore,
  wake,   // another thread must wake it, or its time must come
  quiet,  // settle(): nobody else can run
  never,  // finished
};

// Does it come true by itself, when an object or a thread changes?
[[nodiscard]] constexpr bool is_of_objects(Need need) {
  return need >= Need::free_mutex && need <= Need::semaphore;
}

struct Destructor {
  void (*function)(void*);
  void* object;
};

struct LogicalThread {
  static constexpr std::uint32_t kMaxKeys = 64;
  static constexpr std::uint32_t kMaxDestructors = 64;

  std::uint8_t id;

  // The pending operation.
  Op op;
  Need need;  // see set_need()
  Touch touch;
  SyncObject* object;
  SyncObject* second;   // the mutex of a condition wait
  std::int32_t target;  // of a join
  std::uint32_t stack;  // where it stands; only while recording

  // How a wait ends.
  bool woken;
  bool timed;
  bool timed_out;
  bool spurious;
  bool early;
  std::int64_t deadline;
  std::uint64_t wait_sequence;
  std::uint32_t futex_value;
  std::uint32_t notify_before_wait;

  // What happens before its next step.
  VectorClock clock;
  VectorClock relaxed_reads;  // release clocks read without acquiring: an acquire fence takes them
  VectorClock release_fence;  // what a relaxed store publishes
  VectorClock visible;        // what it must see: the kernel and the library order that, no more

  // Polling.
  Polling polling;
  std::uintptr_t frame;          // of the hook that polls: see hook_frame()
  std::uint64_t outside_writes;  // plain writes to memory other than its stack, and allocations
  std::uint32_t standard_waits;  // > 0: inside the library's atomic wait
  const SyncObject* polled;      // there: the object polled last …
  std::uint64_t polled_version;  // … and its version
  std::uint64_t polled_value;
  std::uint32_t clock_reads;     // in a row
  std::uint32_t plain_accesses;  // since the last scheduling point

  // Life.
  void* (*function)(void*);
  void* argument;
  void* result;
  bool joined;
  bool detached;
  std::int32_t creator;
  Worker* worker;
  std::uint32_t held_mutexes;
  Frames frames;

  // For strategies.
  std::uint64_t priority;
  std::uint32_t steps;

  Counts counts;
  std::uint32_t destructor_count;
  Destructor destructors[kMaxDestructors];
  bool has_keys;
  void* keys[kMaxKeys];
  char name[sizeof(Thread::name)];
};

// In a word with a bit for each thread.
[[nodiscard]] inline std::uint32_t bit_of(const LogicalThread& thread) {
  return 1u << thread.id;
}

// The logical thread that the caller is, or null: then every hook forwards to the real function.
// Also null while the runtime itself calls into a library.
extern constinit thread_local LogicalThread* self __attribute__((tls_model("local-exec")));

}  // namespace explorer
