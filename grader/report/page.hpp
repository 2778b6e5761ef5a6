#pragma once

#include <string>
#include <string_view>

#include "grader/model/report.hpp"

// A Markdown page, such as a lab's README.md, for a terminal: wrapped, with tables and lists laid
// out. Pure function; safe from any thread.
namespace grader {

[[nodiscard]] std::string render_page(std::string_view markdown, const RenderOptions& options);

}  // namespace grader
