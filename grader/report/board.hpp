#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "grader/model/report.hpp"

namespace grader {

// How a lab stands, for whoever comes back to the course.
enum class LabState : std::uint8_t {
  untouched,  // as the skeleton came
  ungraded,   // changed, and never graded
  outdated,   // changed since it was graded
  graded,
};

struct BoardLine {
  std::string lab;
  std::string title;
  LabState state = LabState::untouched;
  Verdict verdict = Verdict::passed;  // of the last grading; where there was one
  Points score;
  Points max_score;
};

// The board: each lab with its state and score, the total, and what to do next. Pure.
[[nodiscard]] std::string render_board(const std::vector<BoardLine>& lines,
                                       const RenderOptions& options);

}  // namespace grader
