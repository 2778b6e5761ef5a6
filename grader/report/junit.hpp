#pragma once

#include <string>

#include "grader/model/report.hpp"

// The report as JUnit XML, as GitLab, GitHub's common actions and Jenkins read it: a suite a lab,
// a case a check. A student's failure is a <failure>, the grader's own an <error>. Holds no escape
// sequence. Pure function; safe from any thread.
namespace grader {

[[nodiscard]] std::string render_junit(const Report& report);

}  // namespace grader
