#pragma once

#include "grader/model/finding.hpp"
#include "grader/system/toolchain.hpp"

namespace grader {

// Whether ThreadSanitizer works here: compiles a program with a race that shows in every run, and
// runs it several times, since address randomisation may break some starts and not others.
[[nodiscard]] Finding examine_sanitizer(const Toolchain& toolchain);

}  // namespace grader
