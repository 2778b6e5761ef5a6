#include "grader/report/board.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "grader/report/columns.hpp"
#include "grader/report/paint.hpp"

namespace grader {
namespace {

constexpr std::size_t kNameWidth = 10;
constexpr std::size_t kStateWidth = 17;
constexpr std::size_t kScoreWidth = 11;

bool is_done(const BoardLine& line) {
  return line.state == LabState::graded && line.score == line.max_score;
}

std::string state_of(const BoardLine& line) {
  switch (line.state) {
    case LabState::untouched:
      return "not begun";
    case LabState::ungraded:
      return "not graded yet";
    case LabState::outdated:
      return "changed since";
    case LabState::graded:
      break;
  }
  if (is_done(line)) return "done";
  return std::string(line.verdict == Verdict::passed ? "nearly done" : to_string(line.verdict));
}

std::string_view mark_of(const BoardLine& line) {
  if (is_done(line)) return "✓";
  return line.state == LabState::untouched ? "·" : "▸";
}

std::string row_of(const BoardLine& line, const RenderOptions& options) {
  const auto score = right(to_string(line.score) + " / " + to_string(line.max_score), kScoreWidth);
  const auto head = fmt::format("  {} {} {}", mark_of(line), fit(line.lab, kNameWidth),
                                fit(state_of(line), kStateWidth));
  const std::size_t taken = columns_of(head) + columns_of(score) + 3;
  const std::string title = clip(line.title, options.width > taken ? options.width - taken : 0);
  const Ink ink = is_done(line)                       ? Ink::good
                  : line.state == LabState::untouched ? Ink::faint
                                                      : Ink::strong;
  return paint(head, ink, options.color) + score + "   " + title + "\n";
}

// The first that is not done: labs are in the order in which to do them.
std::string next_of(const std::vector<BoardLine>& lines) {
  const auto next = std::find_if_not(lines.begin(), lines.end(), is_done);
  if (next == lines.end()) return "all done: change a lab, or build on your own, grade --own";
  const bool begins = next->state == LabState::untouched;
  return fmt::format("next: ./lockstep {} {}", begins ? "readme" : "grade", next->lab);
}

}  // namespace

std::string render_board(const std::vector<BoardLine>& lines, const RenderOptions& options) {
  std::string text;
  Points score;
  Points max_score;
  for (const BoardLine& line : lines) {
    text += row_of(line, options);
    score += line.score;
    max_score += line.max_score;
  }
  const auto total = right(to_string(score) + " / " + to_string(max_score), kScoreWidth);
  text += "\n    " + fit("total", kNameWidth + 1 + kStateWidth) + total + "\n";
  text += "\n  " + paint(next_of(lines), Ink::strong, options.color) + "\n";
  return text;
}

}  // namespace grader
