#pragma once

#include <string>
#include <string_view>

namespace grader {

// The include lines with which an adapter begins, up to the first that may be the submission's or
// a prerequisite's. Compiled ahead, they save most of the time that a submission takes to compile;
// and since the adapter includes the same in the same order, nothing else changes. Pure.
[[nodiscard]] std::string prelude_of(std::string_view adapter);

}  // namespace grader
