// The schedule explorer: runs a body and the threads that it starts one at a time, under chosen
// schedules and in virtual time, and returns the first schedule that fails, minimised, as data.
//
// Link objects compiled with -fsanitize=thread against libexplorer.a, without -fsanitize. The
// library then stands in for ThreadSanitizer's runtime, pthreads, futexes, the clocks and the heap,
// for as long as explore() runs; outside it every call reaches the real thing.
//
// Threads: explore() may run on one thread of a process at a time. The functions under "Inside a
// body" may be called by every thread of a body. Ownership: pointers inside a Result belong to the
// runtime and stay valid until the next explore(). Errors are values: see Finding.
#pragma once

#include <cstddef>
#include <cstdint>

#include "explorer/result.h"

#pragma GCC visibility push(default)

namespace explorer {

enum class Backend : std::uint8_t { fibers, threads };

enum class Strategy : std::uint8_t {
  portfolio,         // the order of a check: depth first, random family, bounds, stale loads
  random_walk,       // uniform over the threads that can run
  uniform_walk,      // weighted by the steps that each thread has left, as measured
  pct,               // priorities with `depth` - 1 change points
  pos,               // a random priority for each pending operation
  depth_first,       // every schedule once, with sleep sets
  preemption_bound,  // every schedule with at most `depth` preemptions, without sleep sets
  random_family,     // the portfolio's random part alone
  replay,            // one schedule: the default choices but for `deviations`
};

// One choice that differs from the default: at the `choice`-th choice point, `alternative`.
// The default (0) lets the running thread go on, injects no fault and reads the newest value.
struct Deviation {
  std::uint32_t choice;
  std::uint32_t alternative;
};

struct Options {
  std::uint64_t seed = 1;
  std::uint64_t schedules = 20000;  // the budget; never seconds
  std::uint32_t max_steps =
      20000;  // a schedule longer than this goes on fairly, then is a livelock
  Strategy strategy = Strategy::portfolio;
  std::uint32_t depth = 3;  // of pct; or the bound of preemption_bound
  Backend backend = Backend::fibers;
  // What the standard allows and a quiet machine hides. The three faults are injected rarely, at
  // most twice each in one schedule, and shown in the trace as what they are.
  bool spurious_wakeups = true;
  bool weak_cas_failures = true;
  bool early_timeouts = true;  // a timed wait may be the next to run although others could
  bool stale_loads = true;     // loads weaker than seq_cst may return older values
  bool detect_leaks = true;
  // At exit() the static objects that were there before the first schedule are destroyed, too. For
  // programs of which all is instrumented: only then are they put back for the next schedule.
  bool destroy_statics = false;
  bool minimise = true;           // and record; off: return the first failing schedule as it is
  bool stop_in_debugger = false;  // replay: raise SIGTRAP at the step that fails, once
  const Deviation* deviations = nullptr;  // Strategy::replay
  std::uint32_t deviation_count = 0;
};

using Body = void (*)(void* argument);

// Runs the body under as many schedules as the options allow, and stops at the first that fails.
void explore(const Options& options, Body body, void* argument, Result& result);

// ---- Inside a body ----

// Is the caller a thread of a body that is being explored?
[[nodiscard]] bool active() noexcept;

// Ends the schedule as failed. Must be called inside a body.
[[noreturn]] void fail(Finding finding, const char* message) noexcept;

// Blocks the caller until no other thread can run unless the clock moves; the clock does not move
// and no time-out is injected meanwhile. A thread that spins on unchanged state counts as blocked.
// Afterwards the caller's loads return nothing older than what the others had stored by then (C++20
// [atomics.order]/12: visible within a reasonable amount of time); it is no synchronisation.
void settle() noexcept;

// A choice of the explorer's, from 0 to alternatives - 1.
[[nodiscard]] std::uint32_t choose(std::uint32_t alternatives) noexcept;

// exit() inside a body ends the schedule, well, whatever other threads are about, when it has
// called what was registered. Then this is called, on the same thread. Forgotten with the schedule.
void at_end(void (*judge)(int status)) noexcept;

// How the caller is called in results; the text is copied.
void name_thread(const char* name) noexcept;

// How whatever synchronises in these bytes is called in results; the text is copied.
void name_object(const void* object, std::size_t bytes, const char* name) noexcept;

// What has happened so far in this schedule, for checks of what a call costs.
struct Counts {
  std::uint64_t futex_waits;    // calls, asleep or not; those inside the standard library included
  std::uint64_t futex_wakes;    // calls, whether anybody slept or not
  std::uint64_t useless_wakes;  // those that woke nobody
  std::uint64_t sleeps;  // times that a thread blocked in the kernel: futex, condition, sleep
  std::uint64_t yields;
  std::uint64_t clock_reads;
  std::uint64_t wall_clock_reads;
  std::uint64_t wall_clock_waits;  // for a lock, a condition or a futex, until a time of that clock
  std::uint64_t
      spins;  // polls that saw what the same thread had seen before, nothing having changed
  std::uint64_t steps;
};

[[nodiscard]] Counts counts() noexcept;         // of all threads
[[nodiscard]] Counts thread_counts() noexcept;  // of the caller

// Threads of this schedule that are blocked now, as settle() means it, the caller left out.
[[nodiscard]] std::uint32_t blocked_threads() noexcept;

}  // namespace explorer

#pragma GCC visibility pop
