#pragma once

#include <string>

#include "grader/model/report.hpp"

// The result as JSON, schema 1: what the other formats for machines are made from. Durations are
// the only fields that may differ between two gradings. Pure function; safe from any thread.
namespace grader {

[[nodiscard]] std::string render_json(const Report& report);

}  // namespace grader
