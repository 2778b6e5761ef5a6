#include "demos/bar_chart.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace demos {
namespace {

constexpr int kWidth = 640;
constexpr int kLine = 26;
constexpr int kLabels = 130;  // where the bars begin
constexpr int kTexts = 90;    // what is left for the value behind the longest bar

std::string text_at(int x, int y, const char* style, const std::string& text) {
  return fmt::format("  <text x=\"{}\" y=\"{}\"{}>{}</text>\n", x, y, style, text);
}

std::string draw(const BarGroup& group, int& y) {
  double largest = 0;
  for (const Bar& bar : group.bars)
    largest = std::max(largest, bar.value);
  std::string svg = text_at(0, y += kLine, " font-weight=\"bold\"", group.title);
  for (const Bar& bar : group.bars) {
    y += kLine;
    const double share = largest > 0 ? bar.value / largest : 0;
    const int length = std::max(1, static_cast<int>((kWidth - kLabels - kTexts) * share));
    svg += text_at(kLabels - 10, y, " text-anchor=\"end\"", bar.label);
    svg += fmt::format(
        "  <rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"16\" rx=\"2\" fill=\"#3b82c4\"/>\n",
        kLabels, y - 13, length);
    svg += text_at(kLabels + length + 8, y, "", bar.text);
  }
  y += kLine / 2;
  return svg;
}

}  // namespace

std::string draw_bars(const std::vector<BarGroup>& groups) {
  int y = 0;
  std::string inside;
  for (const BarGroup& group : groups)
    inside += draw(group, y);
  return fmt::format(
             "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {} {}\" width=\"{}\" "
             "font-family=\"sans-serif\" font-size=\"14\" fill=\"#808080\">\n",
             kWidth, y + kLine / 2, kWidth) +
         inside + "</svg>\n";
}

}  // namespace demos
