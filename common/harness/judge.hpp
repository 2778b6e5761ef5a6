#pragma once

#include <cstddef>
#include <string>

#include "harness/scenario.hpp"
#include "protocol/order.hpp"
#include "protocol/report.hpp"

// What a judge provides to the harness: stress_judge.cpp and explore_judge.cpp each define all
// of it, and the link decides which one a program holds.
namespace harness {

struct Failure {
  protocol::Verdict verdict = protocol::Verdict::wrong;
  std::string message;  // one line, in the specification's words
  std::string detail;   // more lines, may be empty
  std::string hint;     // key into hints.toml; empty: the verdict's own
};

[[nodiscard]] protocol::Judge linked_judge();

// Runs the scenario as ordered, reports, and ends the process.
[[noreturn]] void judge(const Scenario& scenario, const protocol::Order& order);

// Ends the run with this failure, at once: nothing unwinds, no catch clause sees it. From any
// thread of a scenario.
[[noreturn]] void fail(const Failure& failure);

// The body goes on as a whole program (see program.hpp): when it has exited, and all that it does
// then is done, this is called. It fails the run, or returns where all is well.
void judge_at_end(void (*judge_ending)(int status));

// Returns when no other thread can go on without this one: each has ended or is blocked. Time
// does not count as a helper, so a thread that waits with a timeout is blocked too, and so is one
// that spins for what only another thread can change. Exact under explore; under stress it goes
// by the kernel's view of each thread.
void settle();

// The calling thread's name, for traces and reports.
void name_this_thread(const char* name);

// How a lock, or whatever else synchronises, that lies in these bytes is called in traces.
void name_object(const void* object, std::size_t bytes, const char* name);

}  // namespace harness
