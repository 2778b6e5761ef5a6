#include "grader/report/failure.hpp"

#include <fmt/format.h>

#include <string_view>

#include "grader/report/clean_text.hpp"
#include "grader/report/columns.hpp"
#include "grader/report/lanes.hpp"
#include "grader/report/paint.hpp"

namespace grader {
namespace {

using Lines = std::vector<std::string>;

constexpr std::size_t kShownDetailLines = 14;

void append(Lines& lines, const Lines& more) {
  lines.insert(lines.end(), more.begin(), more.end());
}

std::string place_of(const SourceLine& line) {
  return fmt::format("{}:{}", clean_line(line.file), line.line);
}

Lines detail_lines(std::string_view detail, const RenderOptions& options) {
  Lines lines = wrap(clean_text(detail), options.width);
  if (options.verbosity == Verbosity::normal && lines.size() > kShownDetailLines) {
    const std::size_t left_out = lines.size() - kShownDetailLines;
    lines.resize(kShownDetailLines);
    lines.push_back(fmt::format("… {} more lines; -v shows them", left_out));
  }
  return lines;
}

Lines message_lines(const CheckReport& check, const RenderOptions& options) {
  const CheckResult& result = check.result;
  std::string message = clean_line(result.message);
  if (message.empty()) message = protocol::explain(result.verdict);
  if (check.score.only_stress) message += " (only seen under stress)";
  Lines lines = wrap(message, options.width);
  if (result.place) {
    const std::string place = place_of(*result.place) + "  " + clean_line(result.place->text);
    lines.push_back(clip(place, options.width));
  }
  return lines;
}

Lines explore_lines(const ExploreEvidence& evidence, const RenderOptions& options) {
  Lines lines;
  const bool wanted = shows_own_lines(evidence) || options.verbosity == Verbosity::verbose;
  if (wanted && !evidence.steps.empty()) {
    lines.push_back("");
    const std::string_view plural = evidence.schedules == 1 ? "" : "s";
    append(lines,
           wrap(fmt::format("Fails after {} schedule{}; the shortest way found to get there:",
                            evidence.schedules, plural),
                options.width));
    append(lines, render_lanes(evidence, options));
  }
  return lines;
}

std::string locks_of(const SanitizerAccess& access) {
  if (access.locks.empty()) return "no lock held";
  std::string held = "holding";
  for (const std::string& lock : access.locks)
    held += ' ' + clean_line(lock);
  return held;
}

Lines sanitizer_lines(const SanitizerReport& report, const RenderOptions& options) {
  Lines lines{"", "ThreadSanitizer: " + clean_line(report.kind)};
  for (const SanitizerAccess& access : report.accesses) {
    append(lines, wrap(clean_line(access.what) + ", " + locks_of(access), options.width));
    for (const SourceLine& line : access.lines) {
      lines.push_back(clip("  " + place_of(line) + "  " + clean_line(line.text), options.width));
    }
  }
  if (options.verbosity == Verbosity::verbose) {
    lines.push_back("");
    append(lines, wrap(clean_text(report.raw), options.width));
  }
  return lines;
}

Lines output_lines(const CheckResult& result, const RenderOptions& options) {
  const bool open = result.check.scenario.visibility == Visibility::open;
  if (options.verbosity == Verbosity::normal || !open || result.output.empty()) return {};
  Lines lines{"", "What it printed:"};
  append(lines, wrap(clean_text(result.output), options.width));
  return lines;
}

// The mildest hint: the scenario's own, else that for the judge's word, else the verdict's.
Lines hint_lines(const CheckResult& result, const Hints& hints, const RenderOptions& options) {
  for (const std::string& key :
       {result.check.scenario.name, result.hint, std::string(to_string(result.verdict))}) {
    const auto found = hints.find(key);
    if (found == hints.end() || found->second.empty()) continue;
    Lines lines{""};
    append(lines, wrap("Hint: " + clean_line(found->second.front()), options.width));
    return lines;
  }
  return {};
}

}  // namespace

Lines describe_failure(const CheckReport& check, const Hints& hints, Depth depth,
                       const RenderOptions& options) {
  const CheckResult& result = check.result;
  Lines lines = message_lines(check, options);
  if (depth == Depth::message) return lines;
  append(lines, detail_lines(result.detail, options));
  if (result.explore) {
    append(lines, explore_lines(*result.explore, options));
    const bool stuck = result.verdict == Verdict::deadlock;
    // Where a detail was given, it says the same in its own words.
    if (stuck && result.detail.empty()) append(lines, render_blocked(*result.explore, options));
  }
  if (result.sanitizer) append(lines, sanitizer_lines(*result.sanitizer, options));
  append(lines, output_lines(result, options));
  append(lines, hint_lines(result, hints, options));
  return lines;
}

Lines describe_rejection(const Rejection& rejection, const RenderOptions& options) {
  Lines lines = wrap(clean_line(rejection.message), options.width);
  append(lines, detail_lines(rejection.detail, options));
  return lines;
}

}  // namespace grader
