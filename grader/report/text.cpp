#include "grader/report/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>
#include <vector>

#include "grader/report/clean_text.hpp"
#include "grader/report/columns.hpp"
#include "grader/report/failure.hpp"
#include "grader/report/lanes.hpp"
#include "grader/report/paint.hpp"

namespace grader {
namespace {

constexpr std::size_t kShownFailures = 6;
constexpr std::size_t kNamedPasses = 3;
constexpr std::string_view kIndent = "    ";

std::string out_of(Points points, Points max) {
  return to_string(points) + " / " + to_string(max);
}

bool has(const CheckReport& check, Verdict verdict) {
  return check.result.verdict == verdict;
}

bool failed(const CheckReport& check) {
  return !has(check, Verdict::passed) && !has(check, Verdict::not_run);
}

std::size_t count_of(const LabReport& lab, Verdict verdict) {
  return static_cast<std::size_t>(
      std::count_if(lab.checks.begin(), lab.checks.end(),
                    [verdict](const CheckReport& check) { return has(check, verdict); }));
}

// Was a check not run because it means nothing before another one passes? (Real threads always
// await explore's leave.)
bool has_waiting(const LabReport& lab) {
  return std::any_of(lab.checks.begin(), lab.checks.end(), [](const CheckReport& check) {
    return has(check, Verdict::not_run) && check.result.check.judge != Judge::stress;
  });
}

std::string_view mark_of(Verdict verdict) {
  return verdict == Verdict::grader_error ? "!" : "✗";
}

bool has_lanes(const CheckReport& check) {
  const auto& explore = check.result.explore;
  return explore && shows_own_lines(*explore) && !explore->replay.empty();
}

bool is_open(const CheckReport& check) {
  return check.result.check.scenario.visibility == Visibility::open;
}

// Which of two failures explains itself better: one that earned the lab its verdict, with an
// interleaving, of a scenario that may be read, the shorter the better.
bool is_clearer(const CheckReport& a, const CheckReport& b, Verdict verdict) {
  const auto key = [verdict](const CheckReport& check) {
    const std::size_t steps = has_lanes(check) ? check.result.explore->steps.size() : 0;
    return std::tuple(steps == 0, check.result.verdict != verdict, !is_open(check), steps);
  };
  return key(a) < key(b);
}

// The failed checks, the clearest first, then those that a student may read, in the lab's order.
std::vector<const CheckReport*> failures_to_show(const LabReport& lab) {
  std::vector<const CheckReport*> failures;
  for (const CheckReport& check : lab.checks) {
    if (failed(check)) failures.push_back(&check);
  }
  std::stable_partition(failures.begin(), failures.end(),
                        [](const CheckReport* check) { return is_open(*check); });
  const auto clearest = std::min_element(
      failures.begin(), failures.end(),
      [&lab](const auto* a, const auto* b) { return is_clearer(*a, *b, lab.verdict); });
  if (clearest != failures.end()) std::rotate(failures.begin(), clearest, clearest + 1);
  return failures;
}

// As a shell reads it back.
std::string quoted(const std::string& word) {
  constexpr std::string_view kPlain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./+,:@%";
  if (word.find_first_not_of(kPlain) == std::string::npos) return word;
  std::string safe = "'";
  for (const char c : word)
    safe += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return safe + "'";
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
      return next("./lockstep grade " + lab.lab + from_option());
    }
    group_line(lab);
    passed_checks(lab);
    failures(lab);
    count_line(lab);
    next_command(lab);
  }

  void add_total(const Report& report) {
    const std::string total = out_of(report.score, report.max_score);
    auto around = fmt::format("{} · sandbox {}", report.toolchain, to_string(report.tier));
    if (report.tier == Tier::basic) around += " (a self-check, not a grade)";
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
    const auto verdict = fmt::format("{}  {:>11}", protocol::to_string(lab.verdict),
                                     out_of(lab.score, lab.max_score));
    const Ink ink = lab.verdict == Verdict::passed ? Ink::good : Ink::bad;
    line(ends(fmt::format("{:<8}  {}", lab.lab, clean_line(lab.title)), verdict, ink));
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
    const auto checks = failures_to_show(lab);
    const bool all = options_.verbosity == Verbosity::verbose;
    const std::size_t shown = all ? checks.size() : std::min(checks.size(), kShownFailures);
    std::string_view scenario;
    for (std::size_t i = 0; i < shown; ++i) {
      const CheckReport& check = *checks[i];
      const std::string& name = check.result.check.scenario.name;
      failure_line(check);
      if (name != scenario) topic_lines(check);
      scenario = name;
      const Depth depth = all || i == 0 ? Depth::evidence : Depth::message;
      for (const auto& words : describe_failure(check, lab.hints, depth, inner_))
        inner(words);
      if (!all || !has_lanes(check)) continue;
      line("");
      inner(replay_command(check));
    }
    if (shown < checks.size()) {
      line("");
      line(fmt::format("  … and {} more failed checks; -v shows them all", checks.size() - shown));
    }
  }

  void failure_line(const CheckReport& check) {
    const PlannedCheck& planned = check.result.check;
    const auto name = fmt::format("  {} {}  ({})", mark_of(check.result.verdict),
                                  planned.scenario.name, to_string(planned.judge));
    const auto verdict = fmt::format("{}  {:>11}", protocol::to_string(check.result.verdict),
                                     out_of(check.score.points, check.score.max_points));
    line("");
    line(ends(name, verdict, Ink::bad));
  }

  void topic_lines(const CheckReport& check) {
    for (const auto& words : wrap(clean_line(check.result.check.scenario.topic), inner_.width)) {
      inner(paint(words, Ink::faint, options_.color));
    }
  }

  // While they are few, each of them is worth a line.
  void passed_checks(const LabReport& lab) {
    const std::size_t passed = count_of(lab, Verdict::passed);
    if (passed == 0 || passed > kNamedPasses) return;
    line("");
    for (const CheckReport& check : lab.checks) {
      if (!has(check, Verdict::passed)) continue;
      const auto& planned = check.result.check;
      const auto verdict = fmt::format("{}  {:>11}", protocol::to_string(check.result.verdict),
                                       out_of(check.score.points, check.score.max_points));
      line(ends(fmt::format("  ✓ {}  ({})", planned.scenario.name, to_string(planned.judge)),
                verdict, Ink::good));
    }
  }

  void count_line(const LabReport& lab) {
    std::string counts =
        fmt::format("{} of {} checks passed", count_of(lab, Verdict::passed), lab.checks.size());
    const std::size_t not_run = count_of(lab, Verdict::not_run);
    if (not_run != 0) {
      const std::string_view why = has_waiting(lab) ? "yet: they come after what failed"
                                                    : "with real threads, as explore found enough";
      counts += fmt::format("; {} not run {}", not_run, why);
    }
    line("");
    for (const std::string& words : wrap(counts, options_.width - 2))
      line("  " + words);
  }

  void next(std::string_view command) {
    line("");
    line(fmt::format("  next: {}", paint(command, Ink::strong, options_.color)));
  }

  // " --from PATH" where it was given: the same command must find the same submission.
  [[nodiscard]] std::string from_option() const {
    if (options_.from.empty()) return {};
    return " --from " + quoted(clean_line(options_.from));
  }

  [[nodiscard]] std::string replay_command(const CheckReport& check) const {
    return "./lockstep replay " + check.result.explore->replay + from_option();
  }

  // Replays the failure that was shown first; without lanes, shows all there is to see, or else
  // what the lab is about.
  void next_command(const LabReport& lab) {
    const auto checks = failures_to_show(lab);
    if (!checks.empty() && has_lanes(*checks.front())) return next(replay_command(*checks.front()));
    const bool all_shown =
        options_.verbosity == Verbosity::verbose ||
        (checks.size() == 1 && checks.front()->result.check.judge == Judge::explore);
    if (all_shown) return next("./lockstep readme " + lab.lab);
    next("./lockstep grade -v " + lab.lab + from_option());
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
