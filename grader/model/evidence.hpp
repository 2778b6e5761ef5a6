#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "grader/model/source_line.hpp"
#include "protocol/report.hpp"

// What a judge saw, told in the student's own lines. Addresses are gone: stages/symbolise turned
// them into SourceLines. A place is missing where no frame lay in the student's files.
namespace grader {

// One step of the failing interleaving. Steps come in the order in which they happened.
struct TraceStep {
  std::uint32_t thread = 0;  // 0: the scenario's own thread
  std::string op;            // "store", "lock", "futex wait"
  std::string what;          // "#3 = 1"
  std::uint32_t flags = 0;   // protocol::StepFlag, joined by |
  std::optional<SourceLine> place;
};

// A thread that could not go on at the end.
struct BlockedThread {
  std::uint32_t thread = 0;
  std::string waits_for;  // "mutex #2, held by thread 1"
  std::optional<SourceLine> place;
};

// What the explorer adds to a check, passed or failed.
struct ExploreEvidence {
  std::uint64_t schedules = 0;  // how many were tried
  bool exhausted = false;       // these were all that exist
  std::uint64_t seed = 0;
  std::uint64_t trace_digest = 0;
  std::string replay;                  // the token; empty where the check passed
  std::vector<TraceStep> steps;        // empty where the check passed
  std::vector<BlockedThread> blocked;  // deadlock: who waits for what
  std::vector<protocol::ThreadName> threads;
};

// One of the accesses of a ThreadSanitizer report.
struct SanitizerAccess {
  std::string what;                // "write of 8 bytes by thread T1"
  std::vector<SourceLine> lines;   // the student's lines, innermost call first
  std::vector<std::string> locks;  // held meanwhile: "M0 (write)"; empty: none
};

// A ThreadSanitizer report, cut to what matters.
struct SanitizerReport {
  std::string kind;  // "data race", "heap-use-after-free"
  std::vector<SanitizerAccess> accesses;
  std::string raw;  // the whole text, addresses and all: only for -v
};

}  // namespace grader
