#include "grader/report/findings.hpp"

#include <fmt/format.h>

#include "grader/report/clean_text.hpp"
#include "grader/report/columns.hpp"
#include "grader/report/paint.hpp"

namespace grader {
namespace {

constexpr std::size_t kSubjectWidth = 16;

std::string mark_of(Health health, Color color) {
  switch (health) {
    case Health::good:
      return paint("ok  ", Ink::good, color);
    case Health::poor:
      return paint("poor", Ink::strong, color);
    case Health::bad:
      return paint("bad ", Ink::bad, color);
  }
  return {};
}

}  // namespace

std::string render_findings(const std::vector<Finding>& findings, Color color) {
  std::string text;
  for (const Finding& finding : findings) {
    text += fmt::format("{}  {}  {}", mark_of(finding.health, color),
                        fit(finding.subject, kSubjectWidth), clean_line(finding.what));
    if (!finding.remedy.empty()) text += "; " + paint(finding.remedy, Ink::strong, color);
    text += '\n';
  }
  return text;
}

}  // namespace grader
