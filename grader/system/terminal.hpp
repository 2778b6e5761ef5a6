#pragma once

#include <cstdint>
#include <string_view>

#include "grader/model/report.hpp"

// What kind of terminal we write to, if any. Reads the environment; no state. Safe from any thread.
namespace grader {

// As `--color` says it.
enum class ColorWish : std::uint8_t { automatic, always, never };

struct TerminalSize {
  unsigned columns = 80;
  unsigned rows = 24;
};

[[nodiscard]] bool is_terminal(int descriptor);

// 80 × 24 where it is no terminal, or one that does not tell.
[[nodiscard]] TerminalSize terminal_size(int descriptor);

// Automatic: on a terminal that can, unless NO_COLOR is set to anything but nothing.
[[nodiscard]] Color color_for(ColorWish wish, int descriptor);

// Shows a text that standard output's terminal has no room for in $PAGER, or in less where that is
// installed. False where there is no terminal, no need or no pager: then nothing was written.
[[nodiscard]] bool page_through(std::string_view text);

}  // namespace grader
