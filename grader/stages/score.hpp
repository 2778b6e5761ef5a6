#pragma once

#include "grader/model/lab_spec.hpp"
#include "grader/model/run_result.hpp"
#include "grader/model/score.hpp"

namespace grader {

// What the results of a lab's checks are worth. Each group's points are spread over its checks by
// weight, to the hundredth, so that full marks are full marks. A race, a memory error or tampering
// anywhere forfeits the stress group, and so does a failure of explore for which stress was not
// run. Groups without checks count in neither sum. Pure.
[[nodiscard]] Score score(const LabSpec& lab, const RunResult& run);

// The score of a submission that was not run: nothing, of what `judged` groups are worth.
[[nodiscard]] Score score_of_rejected(const LabSpec& lab, Verdict verdict,
                                      const std::vector<PlannedCheck>& planned);

}  // namespace grader
