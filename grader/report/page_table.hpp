#pragma once

#include <string>
#include <vector>

// A table of a page: columns as wide as what they hold, or wrapped where the page is too narrow.
// Pure functions; safe from any thread.
namespace grader {

using Row = std::vector<std::string>;  // cells

// The first of `rows` is the head.
[[nodiscard]] std::vector<std::string> lay_out_table(const std::vector<Row>& rows,
                                                     std::size_t width);

}  // namespace grader
