#pragma once

#include <optional>

#include "grader/model/submission.hpp"
#include "grader/system/process.hpp"

namespace grader {

// What a compiler may use on a submission: processor time, so that a loaded machine refuses
// nothing that a quiet one takes; memory, output, and the size of what it writes. The wall limit
// is far away: it is there for a compiler that sleeps.
[[nodiscard]] ProcessLimits compiler_limits();

// The submission drove the compiler into one of these limits, whether we ended it or it gave up
// by itself. Nothing where the compiler ended for another reason. Pure.
[[nodiscard]] std::optional<Rejection> explain_compiler_limit(const ProcessOutcome& outcome);

}  // namespace grader
