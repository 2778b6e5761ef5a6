// Weak-memory programs: what each may show, and what it must never show.
//
// A body returns what its threads read, one decimal digit for each read, the first one leftmost.
// Constant data; any thread may read it.
#pragma once

#include <span>
#include <vector>

namespace explorer::litmus {

struct OutcomeProgram {
  const char* name;
  int (*body)();
  std::vector<int> reachable;       // C++20 allows it, and x86 or Arm shows it
  std::vector<int> tolerated = {};  // C++20 allows it, and finding it is not asked for
};

const std::vector<OutcomeProgram>& store_buffering();
const std::vector<OutcomeProgram>& message_passing();
const std::vector<OutcomeProgram>& coherence();
const std::vector<OutcomeProgram>& independent_reads();

}  // namespace explorer::litmus
