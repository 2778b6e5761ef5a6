#pragma once

#include <span>
#include <string>
#include <string_view>

namespace grader {

// The candidate that a mistyped word was most likely meant to be; empty where none is near.
[[nodiscard]] std::string_view nearest(std::string_view word,
                                       std::span<const std::string_view> candidates);

// "; did you mean 'points'?", or nothing where no candidate is near.
[[nodiscard]] std::string did_you_mean(std::string_view word,
                                       std::span<const std::string_view> candidates);

}  // namespace grader
