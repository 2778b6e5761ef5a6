#include "harness/explore_report.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "explorer/explorer.h"

namespace harness {
namespace {

using explorer::Finding;
using explorer::Op;
using protocol::Verdict;

struct Meaning {
  Finding finding;
  Verdict verdict;
  const char* hint;
};

constexpr std::array kMeanings = {
    Meaning{Finding::none, Verdict::passed, ""},
    Meaning{Finding::check_failed, Verdict::wrong, ""},
    Meaning{Finding::race, Verdict::race, "race"},
    Meaning{Finding::deadlock, Verdict::deadlock, "deadlock"},
    Meaning{Finding::lost_wakeup, Verdict::deadlock, "lost-wake-up"},
    Meaning{Finding::livelock, Verdict::livelock, "livelock"},
    Meaning{Finding::misuse, Verdict::misuse, "misuse"},
    Meaning{Finding::use_after_free, Verdict::memory, "use-after-free"},
    Meaning{Finding::out_of_bounds, Verdict::memory, "out-of-bounds"},
    Meaning{Finding::leak, Verdict::memory, "leak"},
    Meaning{Finding::thread_leak, Verdict::misuse, "thread-leak"},
    Meaning{Finding::stack_overflow, Verdict::crash, "stack-overflow"},
    Meaning{Finding::crash, Verdict::crash, "crash"},
    Meaning{Finding::uncaught_exception, Verdict::crash, "uncaught-exception"},
    Meaning{Finding::limit, Verdict::limit, "limit"},
    Meaning{Finding::nondeterminism, Verdict::wrong, "nondeterminism"},
    Meaning{Finding::internal, Verdict::grader_error, ""},
};

Meaning meaning_of(Finding finding) {
  const auto* const found =
      std::find_if(kMeanings.begin(), kMeanings.end(),
                   [finding](const Meaning& each) { return each.finding == finding; });
  return found == kMeanings.end() ? kMeanings.back() : *found;
}

struct FlagPair {
  std::uint32_t theirs;
  std::uint32_t ours;
};

constexpr std::array kFlags = {
    FlagPair{explorer::kBlocked, protocol::step_blocked},
    FlagPair{explorer::kWoken, protocol::step_woken},
    FlagPair{explorer::kTimedOut, protocol::step_timed_out},
    FlagPair{explorer::kSpurious, protocol::step_spurious},
    FlagPair{explorer::kStale, protocol::step_stale},
    FlagPair{explorer::kWeakFailure, protocol::step_weak_fail},
    FlagPair{explorer::kPreempted, protocol::step_preempted},
};

std::uint32_t flags_of(const explorer::Step& step) {
  std::uint32_t flags = 0;
  for (const FlagPair& pair : kFlags) {
    if ((step.flags & pair.theirs) != 0) flags |= pair.ours;
  }
  return flags;
}

// Waking up is a step of its own; a thread that is still asleep at it is one that waits.
Op wait_of(Op op) {
  if (op == Op::futex_resume) return Op::futex_wait;
  return op == Op::cond_wake ? Op::cond_wait : op;
}

std::string words_of(Op op) {
  std::string words = explorer::name_of(op);
  std::replace(words.begin(), words.end(), '_', ' ');
  return words;
}

std::string name_of_object(const explorer::Result& result, std::int32_t index) {
  constexpr std::array kKinds = {"atomic",    "mutex", "condition", "read-write lock",
                                 "semaphore", "once",  "memory",    "thread"};
  if (index < 0 || static_cast<std::uint32_t>(index) >= result.object_count) return "";
  const explorer::Object& object = result.objects[index];
  if (object.name[0] != '\0') return object.name;
  return std::string(kKinds.at(static_cast<std::size_t>(object.kind))) + " #" +
         std::to_string(index + 1);
}

std::string name_of_thread(const explorer::Result& result, std::int32_t index) {
  if (index < 0 || static_cast<std::uint32_t>(index) >= result.thread_count) return "";
  const char* const name = result.threads[index].name;
  return name[0] != '\0' ? name : "thread " + std::to_string(index);
}

bool writes(Op op) {
  return op == Op::store || op == Op::exchange || op == Op::fetch_op || op == Op::compare_exchange;
}

std::string values_of(const explorer::Step& step) {
  const bool failed = (step.flags & explorer::kFailed) != 0;
  if (step.op == Op::store) return " = " + std::to_string(step.written);
  if (writes(step.op) && !failed)
    return ": " + std::to_string(step.read) + " -> " + std::to_string(step.written);
  if (step.op == Op::load || writes(step.op)) return ": " + std::to_string(step.read);
  if (step.op == Op::futex_wake) return ": woke " + std::to_string(std::max(step.other, 0));
  return failed ? ": failed" : "";
}

std::string what_of(const explorer::Result& result, const explorer::Step& step) {
  if (step.op == Op::create || step.op == Op::join) return name_of_thread(result, step.other);
  return name_of_object(result, step.object) + values_of(step);
}

std::vector<std::uint64_t> stack_of(const explorer::Result& result, std::uint32_t index) {
  if (index >= result.stack_count) return {};
  const explorer::Stack& stack = result.stacks[index];
  return {stack.pcs, stack.pcs + stack.count};
}

// What a thread did that polls for ever is told by its last steps. All forty thousand of them
// would be more than the grader takes from a test process.
constexpr std::uint32_t kMostSteps = 4096;

void add_steps(const explorer::Result& result, protocol::Report& report) {
  const std::uint32_t count = std::min(result.trace_count, kMostSteps);
  if (count < result.trace_count) {
    report.detail += "the last " + std::to_string(count) + " of its " +
                     std::to_string(result.trace_count) + " steps are kept\n";
  }
  for (std::uint32_t i = result.trace_count - count; i < result.trace_count; ++i) {
    const explorer::Step& step = result.trace[i];
    report.steps.push_back({step.thread, words_of(step.op), what_of(result, step), flags_of(step),
                            stack_of(result, step.stack)});
  }
}

std::string words_of(const explorer::Access& access) {
  if (access.free) return "delete";
  if (access.returns) return "return";
  if (access.size == 0) return "fails here";
  return access.write ? "write" : "read";
}

std::string what_of(const explorer::Access& access) {
  if (access.size == 0) return "";
  const std::string bytes = std::to_string(access.size) + (access.size == 1 ? " byte" : " bytes");
  return bytes + (access.atomic ? ", atomic" : "");
}

// Where it failed: of a race, or a use after free, the two accesses, the earlier one first. They
// close the trace.
void add_accesses(const explorer::Result& result, protocol::Report& report) {
  for (std::uint32_t i = result.access_count; i-- > 0;) {
    const explorer::Access& access = result.accesses[i];
    report.steps.push_back({access.thread, words_of(access), what_of(access),
                            protocol::step_failing, stack_of(result, access.stack)});
  }
}

void add_blocked(const explorer::Result& result, protocol::Report& report) {
  for (std::uint32_t i = 0; i < result.blocked_count; ++i) {
    const explorer::Blocked& blocked = result.blocked[i];
    std::string waits_for = words_of(wait_of(blocked.op));
    if (const std::string object = name_of_object(result, blocked.object); !object.empty())
      waits_for += " on " + object;
    if (const std::string holder = name_of_thread(result, blocked.holder); !holder.empty())
      waits_for = blocked.op == Op::join ? holder + " to end" : waits_for + ", held by " + holder;
    report.blocked.push_back({blocked.thread, waits_for, stack_of(result, blocked.stack)});
  }
}

}  // namespace

protocol::Report to_report(const explorer::Result& result) {
  const Meaning meaning = meaning_of(result.finding);
  protocol::Report report;
  report.verdict = meaning.verdict;
  report.hint = meaning.hint;
  report.message = result.message;
  report.detail = result.detail;
  report.runs = result.schedules;
  report.exhausted = result.exhausted;
  report.digest = result.digest;
  for (std::uint32_t i = 0; i < result.deviation_count; ++i)
    report.deviations.push_back({result.deviations[i].choice, result.deviations[i].alternative});
  if (result.finding != Finding::none) {
    add_steps(result, report);
    if (result.access_count > 0)
      add_accesses(result, report);
    else if (!report.steps.empty())
      report.steps.back().flags |= protocol::step_failing;
    add_blocked(result, report);
  }
  for (std::uint32_t i = 0; i < result.thread_count; ++i)
    report.threads.push_back({i, result.threads[i].name});
  return report;
}

explorer::Finding finding_of(protocol::Verdict verdict) {
  const auto* const found =
      std::find_if(kMeanings.begin(), kMeanings.end(),
                   [verdict](const Meaning& each) { return each.verdict == verdict; });
  return found == kMeanings.end() ? Finding::check_failed : found->finding;
}

}  // namespace harness
