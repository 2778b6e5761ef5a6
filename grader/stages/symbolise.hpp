#pragma once

#include <filesystem>

#include "grader/model/build_result.hpp"
#include "grader/model/raw_result.hpp"
#include "grader/model/submission.hpp"

namespace grader {

// Turns offsets into the student's own lines, with their text: of each stack the innermost frame
// that lies in the submission (of a ThreadSanitizer access, all of them). Asks addr2line once for
// each binary; where there is none, results come without lines.
[[nodiscard]] RunResult symbolise(RawRun run, const BuildResult& build,
                                  const Submission& submission);

}  // namespace grader
