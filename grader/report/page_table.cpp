#include "grader/report/page_table.hpp"

#include <algorithm>
#include <numeric>

#include "grader/report/columns.hpp"

namespace grader {
namespace {

constexpr std::size_t kGap = 2;        // between columns
constexpr std::size_t kNarrowest = 8;  // that a column is made

std::vector<std::size_t> widths_of(const std::vector<Row>& rows, std::size_t width) {
  std::vector<std::size_t> widths;
  for (const Row& row : rows) {
    widths.resize(std::max(widths.size(), row.size()));
    for (std::size_t i = 0; i < row.size(); ++i) {
      widths[i] = std::max(widths[i], columns_of(row[i]));
    }
  }
  const std::size_t gaps = widths.empty() ? 0 : kGap * (widths.size() - 1);
  const auto sum = [&] { return std::accumulate(widths.begin(), widths.end(), gaps); };
  while (sum() > width) {
    const auto widest = std::max_element(widths.begin(), widths.end());
    if (*widest <= kNarrowest) break;
    --*widest;
  }
  return widths;
}

std::vector<std::string> lay_out_row(const Row& row, const std::vector<std::size_t>& widths) {
  std::vector<std::vector<std::string>> cells;
  std::size_t height = 1;
  for (std::size_t i = 0; i < row.size(); ++i) {
    cells.push_back(wrap(row[i], widths[i]));
    height = std::max(height, cells.back().size());
  }
  std::vector<std::string> lines(height);
  for (std::size_t y = 0; y < height; ++y) {
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const std::string text = y < cells[i].size() ? cells[i][y] : std::string();
      const bool last = i + 1 == cells.size();
      const std::size_t used = columns_of(text);
      lines[y] += text;
      if (!last) lines[y].append(kGap + (used < widths[i] ? widths[i] - used : 0), ' ');
    }
  }
  return lines;
}

}  // namespace

std::vector<std::string> lay_out_table(const std::vector<Row>& rows, std::size_t width) {
  const auto widths = widths_of(rows, width);
  std::vector<std::string> lines;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto more = lay_out_row(rows[i], widths);
    lines.insert(lines.end(), more.begin(), more.end());
    if (i > 0) continue;
    std::string rule;
    for (const std::size_t column : widths) {
      if (!rule.empty()) rule.append(kGap, ' ');
      for (std::size_t n = 0; n < column; ++n)
        rule += "─";
    }
    lines.push_back(rule);
  }
  return lines;
}

}  // namespace grader
