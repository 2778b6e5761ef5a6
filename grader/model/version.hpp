#pragma once

#include <string_view>

namespace grader {

inline constexpr std::string_view kVersion = LOCKSTEP_VERSION;

}  // namespace grader
