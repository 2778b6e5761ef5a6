#pragma once

#include <string>
#include <vector>

#include "grader/model/finding.hpp"
#include "grader/model/report.hpp"

// A finding a line, each that is not good ending in its remedy. Pure function; safe from any
// thread.
namespace grader {

[[nodiscard]] std::string render_findings(const std::vector<Finding>& findings, Color color);

}  // namespace grader
