#pragma once

#include <string>
#include <string_view>

#include "grader/model/submission.hpp"

namespace grader {

// What the compiler or linker said, cut to what a student may and needs to see: what lies in the
// submission's own files (below `tree`/`lab`), by their own names, and what the lab's adapter
// asks of them, without its source. Pure.
[[nodiscard]] Rejection explain_compile_errors(std::string_view output, const std::string& tree,
                                               const std::string& lab);

[[nodiscard]] Rejection explain_link_errors(std::string_view output);

}  // namespace grader
