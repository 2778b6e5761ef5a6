#pragma once

#include "grader/model/report.hpp"

// Reports with a bit of everything, for the tests of the renderers. Each call makes a new value.
namespace grader {

// One lab: an open check that passed, a race with its interleaving, a race under stress, a check
// that was not run.
[[nodiscard]] Report report_with_a_race();

// One lab that did not compile.
[[nodiscard]] Report report_without_a_build();

// Two labs with full marks.
[[nodiscard]] Report report_with_full_marks();

}  // namespace grader
