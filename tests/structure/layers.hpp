#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Which file may include which: the arrows of docs/architecture.md. Pure functions; safe from any
// thread. Paths are relative to the project.
namespace structure {

// Why `from` may not include `to`, or nothing where it may.
[[nodiscard]] std::optional<std::string> layer_violation(std::string_view from,
                                                         std::string_view to);

// The quoted includes of a file, as written, in order.
[[nodiscard]] std::vector<std::string> quoted_includes(std::string_view text);

}  // namespace structure
