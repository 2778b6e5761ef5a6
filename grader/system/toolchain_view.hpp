#pragma once

#include <filesystem>
#include <vector>

#include "grader/system/sandbox.hpp"

namespace grader {

// What a compiler or linker needs to see of the system to do its work, and nothing more of it.
[[nodiscard]] std::vector<std::filesystem::path> toolchain_view(
    const std::filesystem::path& compiler);

// Confines a compiler or linker, which may read `inputs` besides, and write into its own directory.
[[nodiscard]] ProcessSpec confine_tool(const Sandbox& sandbox, ProcessSpec spec,
                                       const std::vector<std::filesystem::path>& inputs);

}  // namespace grader
