#pragma once

#include <string>

#include "grader/model/report.hpp"

// The report for people at a terminal: a lab with full marks is one line; of any other, the
// failed checks come first, the first of them with all its evidence, and the last line is what to
// type next. Pure function; safe from any thread.
namespace grader {

[[nodiscard]] std::string render_text(const Report& report, const RenderOptions& options);

}  // namespace grader
