#include "grader/report/paint.hpp"

#include <fmt/color.h>

#include <array>

namespace grader {
namespace {

fmt::text_style style_of(Ink ink) {
  switch (ink) {
    case Ink::good:
      return fmt::fg(fmt::terminal_color::green);
    case Ink::bad:
      return fmt::fg(fmt::terminal_color::red) | fmt::emphasis::bold;
    case Ink::faint:
      return fmt::fg(fmt::terminal_color::bright_black);
    case Ink::strong:
      return fmt::emphasis::bold;
  }
  return {};
}

std::string styled(std::string_view text, const fmt::text_style& style, Color color) {
  return color == Color::off ? std::string(text) : fmt::format(style, "{}", text);
}

}  // namespace

std::string paint(std::string_view text, Ink ink, Color color) {
  return styled(text, style_of(ink), color);
}

std::string paint_thread(std::string_view text, std::uint32_t thread, Color color) {
  using enum fmt::terminal_color;
  constexpr std::array kLanes = {cyan, yellow, magenta, blue, green};
  return styled(text, fmt::fg(kLanes.at(thread % kLanes.size())), color);
}

}  // namespace grader
