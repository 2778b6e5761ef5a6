#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace grader {

// The program that `name` starts: a path as it is, a bare name looked up in PATH. Nothing where
// there is none that may be executed.
[[nodiscard]] std::optional<std::filesystem::path> find_executable(std::string_view name);

// Where this very program lies.
[[nodiscard]] std::filesystem::path own_executable();

// The environment that our tools (compiler, addr2line) get, and no variable besides: what a shell
// or a batch system has set must not change a verdict.
[[nodiscard]] std::vector<std::string> tool_environment(const std::filesystem::path& temporary);

}  // namespace grader
