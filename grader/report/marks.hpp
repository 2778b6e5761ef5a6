#pragma once

#include <string>
#include <string_view>

#include "grader/model/report.hpp"

// Emphasis within a text that has yet to be laid out: control characters that take no column
// (see columns_of) and that clean text never holds. Pure functions; safe from any thread.
namespace grader {

inline constexpr char kStrongMark = '\x01';
inline constexpr char kEmphasisMark = '\x02';
inline constexpr char kCodeMark = '\x03';
inline constexpr char kEndMark = '\x04';  // of whichever began last; they don't nest

// The marks turned into escape sequences, or taken out where there is to be no colour.
[[nodiscard]] std::string apply_marks(std::string_view text, Color color);

}  // namespace grader
