#pragma once

#include <vector>

#include "grader/model/config.hpp"
#include "grader/model/lab_spec.hpp"
#include "grader/model/scenario.hpp"

namespace grader {

// The judges that grade a lab: those asked for, or else explore and stress, and speed where the
// lab gives points for it.
[[nodiscard]] std::vector<Judge> judges_for(const LabSpec& lab, const std::vector<Judge>& asked);

// Which scenario is judged by whom, for points of which group. A behaviour scenario is one check:
// explore's, or stress's where explore cannot judge it or was not asked. Pure.
[[nodiscard]] std::vector<PlannedCheck> plan_checks(const Manifest& manifest,
                                                    const std::vector<Judge>& judges);

}  // namespace grader
