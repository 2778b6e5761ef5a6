#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace grader {

// Bytes as letters, digits, - and _: safe in a shell, a URL and a file name. Without padding.
[[nodiscard]] std::string to_base64url(std::string_view bytes);

// The reverse; nothing for a text that is none.
[[nodiscard]] std::optional<std::string> from_base64url(std::string_view text);

}  // namespace grader
