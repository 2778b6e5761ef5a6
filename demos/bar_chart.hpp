#pragma once

#include <string>
#include <vector>

namespace demos {

struct Bar {
  std::string label;
  double value;
  std::string text;  // the value, with its unit
};

struct BarGroup {
  std::string title;
  std::vector<Bar> bars;  // drawn to one scale
};

// The groups one below the other, with bars that lie, as SVG: readable on a dark page and on a
// light one. A pure function.
[[nodiscard]] std::string draw_bars(const std::vector<BarGroup>& groups);

}  // namespace demos
