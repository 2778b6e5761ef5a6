#include "grader/report/marks.hpp"

namespace grader {
namespace {

std::string_view sequence_of(char mark) {
  switch (mark) {
    case kStrongMark:
      return "\x1b[1m";
    case kEmphasisMark:
      return "\x1b[3m";
    case kCodeMark:
      return "\x1b[36m";
    default:
      return "\x1b[0m";
  }
}

}  // namespace

std::string apply_marks(std::string_view text, Color color) {
  std::string applied;
  for (const char c : text) {
    if (c < kStrongMark || c > kEndMark) {
      applied += c;
    } else if (color == Color::on) {
      applied += sequence_of(c);
    }
  }
  return applied;
}

}  // namespace grader
