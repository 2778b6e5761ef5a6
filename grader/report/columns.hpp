#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

// Text laid out in columns of a terminal. A character counts as one column, a mark (see marks.hpp)
// as none. Expects clean text (see clean_text.hpp). Pure functions; safe from any thread.
namespace grader {

[[nodiscard]] std::size_t columns_of(std::string_view text);

// Cut to `width` columns, the last of them "…" where something is missing.
[[nodiscard]] std::string clip(std::string_view text, std::size_t width);

// Clipped, or filled with blanks on the right, to exactly `width` columns.
[[nodiscard]] std::string fit(std::string_view text, std::size_t width);

// Filled with blanks on the left to at least `width` columns.
[[nodiscard]] std::string right(std::string_view text, std::size_t width);

// `left` and `right` at the two ends of a line; where they don't fit, `left` is clipped.
[[nodiscard]] std::string both_ends(std::string_view left, std::string_view right,
                                    std::size_t width);

// Broken at blanks into lines of at most `width` columns; what fits stays as it is. A word that
// is longer than a line stays whole.
[[nodiscard]] std::vector<std::string> wrap(std::string_view text, std::size_t width);

}  // namespace grader
