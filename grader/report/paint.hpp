#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "grader/model/report.hpp"

// Colour, where it was asked for. Pure functions; safe from any thread.
namespace grader {

enum class Ink : std::uint8_t { good, bad, faint, strong };

// `text` as it is with Color::off: then a report holds no escape sequence.
[[nodiscard]] std::string paint(std::string_view text, Ink ink, Color color);

// The colour of a thread's lane; threads next to each other differ.
[[nodiscard]] std::string paint_thread(std::string_view text, std::uint32_t thread, Color color);

}  // namespace grader
