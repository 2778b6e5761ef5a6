#pragma once

#include <cstdint>
#include <filesystem>

namespace grader {

// Whether the system tells of changes below a folder.
enum class Watchability : std::uint8_t { events, no_events, too_many_watchers };

[[nodiscard]] Watchability watchability(const std::filesystem::path& folder);

}  // namespace grader
