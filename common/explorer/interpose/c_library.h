// Where the C library's code lies.
#pragma once

#include <cstdint>

namespace explorer {

// Finds it; before that, nothing counts as the C library's.
void locate_c_library();

[[nodiscard]] bool in_c_library(std::uintptr_t pc);

}  // namespace explorer
