// What explore() found, as plain data: the finding, the minimised schedule and its steps.
//
// Owned by the runtime where it is a pointer. No addresses, so that equal schedules give equal
// results in every process; code is named by offsets into the executable, for addr2line.
#pragma once

#include <cstdint>

namespace explorer {

enum class Finding : std::uint8_t {
  none,
  check_failed,    // fail(), a failed assert() or abort()
  race,            // two accesses, at least one a write, not both atomic, unordered
  deadlock,        // nobody can run: a cycle, or waiting for what cannot come
  lost_wakeup,     // nobody can run: a waiter slept through the change that it waits for
  livelock,        // threads run for ever without getting anywhere
  misuse,          // unlocks what it does not hold, destroys what is in use …
  use_after_free,  // heap memory that was freed (or is freed while in use), a dead stack frame
  out_of_bounds,   // heap memory beside a block
  leak,            // memory still allocated when the body and its threads have ended
  thread_leak,     // a thread that nobody joined or detached
  stack_overflow,
  crash,               // a signal
  uncaught_exception,  // std::terminate
  limit,               // more threads, memory or objects than a schedule may have
  nondeterminism,      // the same choices led elsewhere: the body depends on something else
  internal,            // the explorer contradicts itself
};

enum class Op : std::uint8_t {
  start,
  finish,
  load,
  store,
  exchange,
  fetch_op,
  compare_exchange,
  fence,
  lock,
  try_lock,
  timed_lock,
  unlock,
  read_lock,
  read_unlock,
  cond_wait,
  cond_wake,
  cond_signal,
  cond_broadcast,
  sem_wait,
  sem_try_wait,
  sem_post,
  futex_wait,
  futex_resume,
  futex_wake,
  create,
  join,
  detach,
  yield,
  sleep,
  once,
  static_init,
  settle,
  choose,
  free,
  access,
};

// Bits of Step::flags.
enum StepFlag : std::uint32_t {
  kBlocked = 1u << 0,      // the thread stops here until something else lets it go on
  kWoken = 1u << 1,        // goes on because another thread woke it
  kTimedOut = 1u << 2,     // goes on because its time is over
  kSpurious = 1u << 3,     // goes on for no reason, as the standard allows
  kStale = 1u << 4,        // read an older value, as its memory order allows
  kWeakFailure = 1u << 5,  // a weak compare-exchange failed although the value was right
  kPreempted = 1u << 6,    // the thread before could have gone on
  kFailed = 1u << 7,       // try_lock, compare_exchange …: did not succeed
  kSpin = 1u << 8,         // polls what it had seen before
  kEarly = 1u << 9,        // timed out although others could have run
};

// Return addresses, innermost first, as offsets into the executable; frames of shared libraries and
// of the runtime are left out.
struct Stack {
  static constexpr std::uint32_t kMaxFrames = 16;
  std::uint32_t count;
  std::uint64_t pcs[kMaxFrames];
};

inline constexpr std::uint32_t kNoStack = UINT32_MAX;
inline constexpr std::int32_t kNoObject = -1;
inline constexpr std::int32_t kNoThread = -1;
inline constexpr std::uint32_t kNoStep = UINT32_MAX;
inline constexpr std::uint32_t kMaxThreads = 32;

struct Step {
  std::uint8_t thread;
  Op op;
  std::uint8_t order;      // of an atomic operation: the value of std::memory_order
  std::uint8_t size;       // of an atomic object in bytes, else 0
  std::uint8_t staleness;  // how many stores newer than the value read there were
  std::int32_t object;     // index into Result::objects, or kNoObject
  std::int32_t other;      // create, join: that thread; wake, signal, post: how many it woke
  std::uint32_t flags;
  std::uint32_t stack;    // index into Result::stacks, or kNoStack
  std::uint64_t read;     // what it read (atomics, semaphores, choose)
  std::uint64_t written;  // what it wrote
  std::int64_t time_ns;   // virtual, from the start of the schedule
};

enum class ObjectKind : std::uint8_t {
  atomic,
  mutex,
  condition,
  rwlock,
  semaphore,
  once,
  memory,
  thread
};

struct Object {
  ObjectKind kind;
  char name[47];                // from name_object(), or empty
  std::uint64_t module_offset;  // of a global in the executable, else 0
};

struct Thread {
  std::int32_t creator;  // kNoThread for the body's own
  bool finished;
  char name[43];  // from name_thread(), or empty
};

// A thread that could not go on at the end.
struct Blocked {
  std::uint8_t thread;
  Op op;
  std::int32_t object;
  std::int32_t holder;        // who holds it (or whom it joins), or kNoThread where that is unknown
  std::uint32_t stack;        // where it waits
  std::uint32_t held_stack;   // where the holder took it
  std::uint32_t last_notify;  // the step of the last notify on it before the sleep, or kNoStep
  bool stale_value;           // a futex: the word differs from what it sleeps on
};

// One side of a race or of a use after free; [0] is the later one.
struct Access {
  std::uint8_t thread;
  std::uint8_t size;
  bool write;
  bool atomic;
  bool free;  // deletes it
  std::uint32_t stack;
  bool returns = false;  // from the function whose variable it is
};

struct Result {
  Finding finding;
  char message[256];  // one line
  char detail[2048];  // more lines, or empty
  std::uint64_t schedules;
  std::uint64_t steps;        // of all schedules
  std::uint64_t found_after;  // schedules up to the failing one
  bool exhausted;             // every schedule was seen (docs/explorer.md says what "every" means)
  std::uint64_t digest;  // of the failing schedule's steps; of the first one's where none failed
  std::uint32_t preemptions;  // of the minimised schedule
  const struct Deviation* deviations;
  std::uint32_t deviation_count;
  const Step* trace;
  std::uint32_t trace_count;
  const Stack* stacks;
  std::uint32_t stack_count;
  const Object* objects;
  std::uint32_t object_count;
  Thread threads[kMaxThreads];
  std::uint32_t thread_count;
  Blocked blocked[kMaxThreads];
  std::uint32_t blocked_count;
  Access accesses[2];
  std::uint32_t access_count;
  std::uint32_t max_steps;  // of the longest schedule
};

#pragma GCC visibility push(default)
[[nodiscard]] const char* name_of(Finding finding) noexcept;  // "check_failed"
[[nodiscard]] const char* name_of(Op op) noexcept;            // "compare_exchange"
#pragma GCC visibility pop

}  // namespace explorer
