#include "grader/report/text.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "grader/report/clean_text.hpp"
#include "grader/report/columns.hpp"
#include "grader/report/failure.hpp"
#include "grader/report/paint.hpp"

namespace grader {
namespace {

constexpr std::size_t kShownFailures = 6;
constexpr std::string_view kIndent = "    ";

std::string out_of(Points points, Points max) {
  return to_string(points) + " / " + to_string(max);
}

bool failed(const CheckReport& check) {
  return check.result.verdict != Verdict::passed;
}

std::string_view mark_of(Verdict verdict) {
  if (verdict == Verdict::not_run) return "–";
  return verdict == Verdict::grader_error ? "!" : "✗";
}

// Builds the text line by line.
class TextReport {
 public:
  explicit TextReport(const RenderOptions& options) : options_(options), inner_(options) {
    inner_.width -= static_cast<unsigned>(kIndent.size());
  }

  void add_lab(const LabReport& lab) {
    if (!text_.empty() && (lab.verdict != Verdict::passed || last_failed_)) line("");
    lab_line(lab);
    last_failed_ = lab.verdict != Verdict::passed;
    if (!last_failed_) return;
    if (lab.rejection) {
      line("");
      for (const std::string& words : describe_rejection(*lab.rejection, inner_))
        inner(words);
      return next("./lockstep grade " + lab.lab);
    }
    group_line(lab);
    failures(lab);
    passed_line(lab);
    next_command(lab);
  }

  void add_total(const Report& report) {
    const std::string total = out_of(report.score, report.max_score);
    const auto around = fmt::format("{} · sandbox {}", report.toolchain, to_string(report.tier));
    line("");
    line(ends("total", total, report.score == report.max_score ? Ink::good : Ink::strong));
    line(paint(clip(clean_line(around), options_.width), Ink::faint, options_.color));
  }

  [[nodiscard]] std::string take() { return std::move(text_); }

 private:
  void line(std::string_view words) {
    text_.append(words.substr(0, words.find_last_not_of(' ') + 1)).append("\n");
  }

  void inner(std::string_view words) {
    line(words.empty() ? std::string() : std::string(kIndent).append(words));
  }

  // `left` in bold and `right` in `ink`, at the ends of a line.
  [[nodiscard]] std::string ends(std::string_view left, std::string_view right, Ink ink) const {
    const std::size_t taken = columns_of(right) + 1;
    const std::string fitted = fit(left, options_.width > taken ? options_.width - taken : 0);
    return paint(fitted, Ink::strong, options_.color) + ' ' + paint(right, ink, options_.color);
  }

  void lab_line(const LabReport& lab) {
    const auto verdict = fmt::format("{}  {:>12}", protocol::to_string(lab.verdict),
                                     out_of(lab.score, lab.max_score));
    const Ink ink = lab.verdict == Verdict::passed ? Ink::good : Ink::bad;
    line(ends(fmt::format("{:<10} {}", lab.lab, clean_line(lab.title)), verdict, ink));
  }

  void group_line(const LabReport& lab) {
    std::string groups;
    for (const GroupScore& group : lab.groups) {
      if (!groups.empty()) groups += "   ";
      groups +=
          fmt::format("{} {}", to_string(group.group), out_of(group.points, group.max_points));
      if (group.forfeited) groups += " (forfeited)";
    }
    for (const std::string& words : wrap(groups, inner_.width))
      inner(words);
  }

  void failures(const LabReport& lab) {
    const bool all = options_.verbosity == Verbosity::verbose;
    std::size_t shown = 0;
    std::size_t left_out = 0;
    for (const CheckReport& check : lab.checks) {
      if (!failed(check)) continue;
      if (!all && shown == kShownFailures) {
        ++left_out;
        continue;
      }
      failure(lab, check, all || shown == 0 ? Depth::evidence : Depth::message);
      ++shown;
    }
    if (left_out > 0) {
      line("");
      line(fmt::format("  … and {} more failed checks; -v shows them all", left_out));
    }
  }

  void failure(const LabReport& lab, const CheckReport& check, Depth depth) {
    const PlannedCheck& planned = check.result.check;
    const auto name =
        fmt::format("  {} {}  ({}, {})", mark_of(check.result.verdict), planned.scenario.name,
                    to_string(planned.judge), to_string(planned.scenario.visibility));
    const auto verdict = fmt::format("{}  {:>12}", protocol::to_string(check.result.verdict),
                                     out_of(check.score.points, check.score.max_points));
    line("");
    line(ends(name, verdict, Ink::bad));
    for (const auto& words : wrap(clean_line(planned.scenario.topic), inner_.width)) {
      inner(paint(words, Ink::faint, options_.color));
    }
    for (const auto& words : describe_failure(check, lab.hints, depth, inner_))
      inner(words);
  }

  void passed_line(const LabReport& lab) {
    const auto passed = lab.checks.size() - static_cast<std::size_t>(std::count_if(
                                                lab.checks.begin(), lab.checks.end(), failed));
    line("");
    line(fmt::format("  {} of {} checks passed", passed, lab.checks.size()));
  }

  void next(std::string_view command) {
    line("");
    line(fmt::format("  next: {}", paint(command, Ink::strong, options_.color)));
  }

  // Replays the failure that was shown first; without a token, shows all there is to see.
  void next_command(const LabReport& lab) {
    const auto first = std::find_if(lab.checks.begin(), lab.checks.end(), failed);
    if (first != lab.checks.end() && first->result.explore &&
        !first->result.explore->replay.empty()) {
      return next("./lockstep replay " + first->result.explore->replay);
    }
    const bool all_shown = options_.verbosity == Verbosity::verbose;
    next((all_shown ? "./lockstep readme " : "./lockstep grade -v ") + lab.lab);
  }

  const RenderOptions& options_;
  RenderOptions inner_;  // for what stands indented
  std::string text_;
  bool last_failed_ = false;
};

}  // namespace

std::string render_text(const Report& report, const RenderOptions& options) {
  TextReport text(options);
  for (const LabReport& lab : report.labs)
    text.add_lab(lab);
  text.add_total(report);
  return text.take();
}

}  // namespace grader
