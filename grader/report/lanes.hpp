#pragma once

#include <string>
#include <vector>

#include "grader/model/evidence.hpp"
#include "grader/model/report.hpp"

// The failing interleaving as a table: a step a line, a lane for each thread, the student's own
// source text, and what the step did. Pure functions; safe from any thread.
namespace grader {

// No lines where there are no steps. A long one shows its end only, unless Verbosity::verbose.
[[nodiscard]] std::vector<std::string> render_lanes(const ExploreEvidence& evidence,
                                                    const RenderOptions& options);

// Does any of its steps lie in the student's own code? Without one there is little to see.
[[nodiscard]] bool shows_own_lines(const ExploreEvidence& evidence);

// Who waits for what at the end, a thread a line.
[[nodiscard]] std::vector<std::string> render_blocked(const ExploreEvidence& evidence,
                                                      const RenderOptions& options);

}  // namespace grader
