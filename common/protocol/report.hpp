#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "protocol/order.hpp"
#include "protocol/verdict.hpp"

// What a test process tells the grader: exactly one Report, in one or two frames on kReportFd.
// A failure is written ahead (FrameKind::failure), before anything unwinds, and is sticky; the
// process then ends with kExitFailed. A process that got through writes FrameKind::done and ends
// with kExitPassed. Any other combination is no result. Plain data, owned by whoever holds it.
namespace protocol {

inline constexpr int kExitPassed = 0;
inline constexpr int kExitFailed = 77;   // a failure frame was written
inline constexpr int kExitRefused = 78;  // no valid order, or an unknown scenario

// `started` comes first, with an empty report: whatever ends the process before that is not of the
// submission, none of whose code has run by then.
enum class FrameKind : std::uint8_t { failure = 1, done = 2, started = 3 };

// Flags of a Step, joined by |.
enum StepFlag : std::uint32_t {
  step_blocked = 1U << 0U,    // the thread could not go on after this step
  step_woken = 1U << 1U,      // it went on because of another thread's step
  step_timed_out = 1U << 2U,  // its time was over
  step_spurious = 1U << 3U,   // it was woken for no reason, as the standard allows
  step_stale = 1U << 4U,      // it read an older value, as the memory model allows
  step_weak_fail = 1U << 5U,  // a weak compare-exchange failed for no reason
  step_preempted = 1U << 6U,  // the thread could have gone on, another was chosen
  step_failing = 1U << 7U,    // the step at which the failure showed
};

// One visible operation of a schedule, in the order in which they happened.
struct Step {
  std::uint32_t thread = 0;  // 0: the scenario's own thread
  std::string op;            // "store", "lock", "futex wait", …
  std::string what;          // the object and values as the runtime knows them: "#3 = 1"
  std::uint32_t flags = 0;
  std::vector<std::uint64_t> stack;  // offsets in the executable, innermost call first
};

// Where a thread stood at the end: who waits for what, held by whom.
struct Blocked {
  std::uint32_t thread = 0;
  std::string waits_for;  // "mutex #2, held by thread 1"
  std::vector<std::uint64_t> stack;
};

struct ThreadName {
  std::uint32_t thread = 0;
  std::string name;
};

struct Report {
  Verdict verdict = Verdict::grader_error;
  std::string message;     // one line, lower case, no addresses
  std::string detail;      // more lines, may be empty
  std::string hint;        // key into the lab's hints.toml, may be empty: "lost-wake-up"
  std::uint64_t runs = 0;  // schedules explored, or repeats of the body
  bool exhausted = false;  // explore: these were all schedules
  std::uint64_t seed = 0;
  std::uint64_t digest = 0;  // of the failing trace
  std::vector<Deviation> deviations;
  std::vector<Step> steps;
  std::vector<Blocked> blocked;
  std::vector<ThreadName> threads;
};

}  // namespace protocol
