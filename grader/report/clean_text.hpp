#pragma once

#include <string>
#include <string_view>

// Text that may come from a submission, made fit for a terminal and for XML: what is not UTF-8
// and control characters become U+FFFD, so an escape sequence in a message can neither move
// a cursor nor break a document. Pure functions; safe from any thread.
namespace grader {

// Keeps line breaks; a tab becomes two blanks.
[[nodiscard]] std::string clean_text(std::string_view text);

// Also turns line breaks into blanks.
[[nodiscard]] std::string clean_line(std::string_view text);

}  // namespace grader
