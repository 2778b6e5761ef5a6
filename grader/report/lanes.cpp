#include "grader/report/lanes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "grader/report/clean_text.hpp"
#include "grader/report/columns.hpp"
#include "grader/report/paint.hpp"

namespace grader {
namespace {

constexpr std::size_t kShownSteps = 16;
constexpr std::size_t kNumberWidth = 4;
constexpr std::size_t kWidestDeed = 30;

constexpr std::pair<std::uint32_t, std::string_view> kRemarks[] = {
    {protocol::step_blocked, "blocks"},
    {protocol::step_woken, "woken"},
    {protocol::step_timed_out, "its time is over"},
    {protocol::step_spurious, "wakes for no reason"},
    {protocol::step_stale, "an older value"},
    {protocol::step_weak_fail, "fails for no reason"},
};

// "atomic #3 = 1" -> "#3 = 1": the number says it all, and room is scarce.
std::string object_of(const TraceStep& step) {
  constexpr std::string_view kKind = "atomic #";
  std::string what = clean_line(step.what);
  if (what.starts_with(kKind)) what.erase(0, kKind.size() - 1);
  return what;
}

// "store #3 = 1; blocks"
std::string deed_of(const TraceStep& step) {
  std::string deed = clean_line(step.op);
  if (!step.what.empty()) deed += ' ' + object_of(step);
  for (const auto& [flag, remark] : kRemarks) {
    if ((step.flags & flag) != 0) deed.append("; ").append(remark);
  }
  return deed;
}

std::string source_of(const TraceStep& step) {
  if (!step.place) return "(in the test)";
  return fmt::format("{:>{}}  {}", step.place->line, kNumberWidth, clean_line(step.place->text));
}

std::string_view mark_of(const TraceStep& step) {
  if ((step.flags & protocol::step_failing) != 0) return "✗";
  return (step.flags & protocol::step_blocked) != 0 ? "■" : "●";
}

// The beginning and the end of a thread, in the test's code: they only take room.
bool is_incidental(const TraceStep& step) {
  const bool framing = step.op == "create" || step.op == "start" || step.op == "finish";
  return framing && !step.place && (step.flags & ~protocol::step_preempted) == 0;
}

struct NumberedStep {
  std::size_t number = 0;  // from 1, in the whole interleaving
  TraceStep step;
};

// All of them, or the last ones that matter.
std::vector<NumberedStep> shown_steps(const std::vector<TraceStep>& steps, Verbosity verbosity) {
  std::vector<NumberedStep> shown;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    if (verbosity == Verbosity::verbose || !is_incidental(steps[i])) {
      shown.push_back({i + 1, steps[i]});
    }
  }
  if (verbosity == Verbosity::normal && shown.size() > kShownSteps) {
    shown.erase(shown.begin(), shown.end() - static_cast<std::ptrdiff_t>(kShownSteps));
  }
  return shown;
}

// The columns of the table, as wide as what they hold, and together no wider than the report.
class Table {
 public:
  Table(const std::vector<NumberedStep>& steps, const RenderOptions& options) : options_(options) {
    for (const auto& [number, step] : steps) {
      threads_.insert(step.thread);
      if (step.place) file_ = clean_line(step.place->file);
      deed_width_ = std::max(deed_width_, columns_of(deed_of(step)));
      source_width_ = std::max(source_width_, columns_of(source_of(step)));
    }
    deed_width_ = std::min(deed_width_, kWidestDeed);
    source_width_ = std::max(source_width_, columns_of(file_) + kNumberWidth + 2);
    const std::size_t rest = kNumberWidth + 2 + 2 * threads_.size() + 1 + 2 + deed_width_;
    const std::size_t room = options.width > rest ? options.width - rest : 0;
    source_width_ = std::min(source_width_, room);
  }

  [[nodiscard]] std::string head() const {
    std::string line = right("step", kNumberWidth) + "  ";
    for (const std::uint32_t thread : threads_) {
      line += paint_thread(std::to_string(thread % 10), thread, options_.color) + ' ';
    }
    line += ' ' + fit("line  " + file_, source_width_) + "  what it does";
    return line;
  }

  [[nodiscard]] std::string row(const NumberedStep& numbered) const {
    const auto& [number, step] = numbered;
    std::string line = right(std::to_string(number), kNumberWidth) + "  ";
    for (const std::uint32_t thread : threads_)
      line += lane(thread, step) + ' ';
    line += ' ' + fit(source_of(step), source_width_) + "  " + clip(deed_of(step), deed_width_);
    return line;
  }

 private:
  [[nodiscard]] std::string lane(std::uint32_t thread, const TraceStep& step) const {
    if (thread != step.thread) return paint("·", Ink::faint, options_.color);
    if ((step.flags & protocol::step_failing) != 0) {
      return paint(mark_of(step), Ink::bad, options_.color);
    }
    return paint_thread(mark_of(step), thread, options_.color);
  }

  const RenderOptions& options_;
  std::set<std::uint32_t> threads_;
  std::string file_;
  std::size_t deed_width_ = 0;
  std::size_t source_width_ = 0;
};

std::string name_of(const ExploreEvidence& evidence, std::uint32_t number) {
  for (const auto& [thread, name] : evidence.threads) {
    if (thread == number && !name.empty()) return clean_line(name);
  }
  return number == 0 ? "main" : fmt::format("thread {}", number);
}

// "threads: 0 main, 1 writer", or nothing where no thread has a name.
std::string legend_of(const ExploreEvidence& evidence) {
  std::string names;
  for (const auto& [thread, name] : evidence.threads) {
    if (name.empty()) continue;
    names += fmt::format("{}{} {}", names.empty() ? "threads: " : ", ", thread, clean_line(name));
  }
  return names;
}

}  // namespace

std::vector<std::string> render_lanes(const ExploreEvidence& evidence,
                                      const RenderOptions& options) {
  std::vector<std::string> lines;
  if (evidence.steps.empty()) return lines;
  const auto steps = shown_steps(evidence.steps, options.verbosity);
  const Table table(steps, options);
  const std::string legend = legend_of(evidence);
  if (!legend.empty()) lines.push_back(clip(legend, options.width));
  lines.push_back(table.head());
  if (!steps.empty() && steps.front().number > kShownSteps) {
    lines.push_back(fmt::format("   …  ({} steps before these)", steps.front().number - 1));
  }
  for (const NumberedStep& step : steps)
    lines.push_back(table.row(step));
  return lines;
}

bool shows_own_lines(const ExploreEvidence& evidence) {
  return std::any_of(evidence.steps.begin(), evidence.steps.end(),
                     [](const TraceStep& step) { return step.place.has_value(); });
}

std::vector<std::string> render_blocked(const ExploreEvidence& evidence,
                                        const RenderOptions& options) {
  std::vector<std::string> lines;
  for (const BlockedThread& blocked : evidence.blocked) {
    std::string line = fmt::format("{} waits for {}", name_of(evidence, blocked.thread),
                                   clean_line(blocked.waits_for));
    if (blocked.place) {
      line += fmt::format("  ({}:{})", clean_line(blocked.place->file), blocked.place->line);
    }
    lines.push_back(clip(line, options.width));
  }
  return lines;
}

}  // namespace grader
