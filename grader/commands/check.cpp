#include "grader/commands/check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <set>

#include "grader/model/error.hpp"
#include "grader/pipeline.hpp"
#include "grader/stages/find_changed.hpp"
#include "grader/stages/inspect_course.hpp"
#include "grader/stages/load_hints.hpp"
#include "grader/stages/load_labs.hpp"
#include "grader/stages/read_expectation.hpp"
#include "grader/system/progress.hpp"
#include "grader/system/read_file.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;

struct Options {
  CommonOptions common;
  std::vector<std::string> labs;
  bool explore_only = false;
};

constexpr int kTries = 3;

// Who has to see what is wrong with a wrong solution: whoever its first line says, or explore.
enum class WrongOnes : std::uint8_t { as_stated, by_explore };

// Proves one lab, a line of output for each thing proved or found wanting.
class Proof {
 public:
  Proof(const Pipeline& pipeline, const LabSpec& lab, WrongOnes wrong_ones, Progress& progress)
      : pipeline_(pipeline), lab_(lab), wrong_ones_(wrong_ones), progress_(progress) {}

  // How many things were found wanting.
  int run() {
    print(lab_.name + "\n");
    const Course& course = pipeline_.course();
    const Manifest manifest = pipeline_.manifest(lab_);
    tell("files are complete, none is stray", inspect_files(course, lab_));
    tell("page and topics are complete", inspect_texts(course, lab_, manifest));
    prove_skeleton();
    prove_right(course.root / "solutions" / lab_.name, "the reference gets full marks");
    for (const fs::path& file : known_solutions(course, lab_, "right"))
      prove_right(file, fmt::format("right/{} gets full marks", file.filename().string()));
    for (const fs::path& file : known_solutions(course, lab_, "wrong"))
      prove_wrong(file);
    prove_hints();
    return problems_;
  }

 private:
  void tell(const std::string& claim, const std::vector<std::string>& problems) {
    progress_.clear();
    print(fmt::format("  {}  {}\n", problems.empty() ? "ok  " : "FAIL", claim));
    for (const std::string& problem : problems)
      print(fmt::format("        {}\n", problem));
    problems_ += static_cast<int>(problems.size());
  }

  void prove_skeleton() {
    const fs::path skeleton = pristine_folder(pipeline_.course(), lab_);
    if (!fs::is_directory(skeleton)) return;  // missing, as was told
    const LabReport report = pipeline_.grade_submission({&lab_, skeleton});
    std::vector<std::string> problems;
    if (report.rejection) {
      problems.push_back(
          fmt::format("{}: {}", to_string(report.verdict), report.rejection->message));
    } else if (report.score.hundredths * 10 >= report.max_score.hundredths) {
      problems.push_back(fmt::format("it scores {} of {}; weigh down what an empty class passes",
                                     to_string(report.score), to_string(report.max_score)));
    }
    tell(fmt::format("the skeleton compiles and scores below 10 % ({})", to_string(report.score)),
         problems);
  }

  void prove_right(const fs::path& from, const std::string& claim) {
    const Judged judged = pipeline_.judge({&lab_, from}, Plan::everything);
    std::vector<std::string> problems;
    if (judged.rejection) problems.push_back(judged.rejection->message);
    for (const CheckResult& result : judged.run.checks) {
      if (result.verdict == Verdict::passed) continue;
      problems.push_back(fmt::format("{} ({}): {}: {}", result.check.scenario.name,
                                     to_string(result.check.judge), to_string(result.verdict),
                                     result.message));
    }
    tell(claim, problems);
  }

  // The gravest verdict of a judge's checks.
  static Verdict verdict_of(const Judged& judged, Judge judge) {
    if (judged.rejection) return judged.rejection->verdict;
    Verdict verdict = Verdict::passed;
    for (const CheckResult& result : judged.run.checks) {
      if (result.check.judge == judge) verdict = protocol::graver(verdict, result.verdict);
    }
    return verdict;
  }

  // Explore has to give the stated verdict at once; real threads, which promise nothing, in one of
  // a few tries.
  void prove_wrong(const fs::path& file) {
    const std::string place = file.lexically_relative(pipeline_.course().root).generic_string();
    const Expectation expected = read_expectation(read_file(file), place);
    const bool by_explore = expected.explore_only || wrong_ones_ == WrongOnes::by_explore;
    const Plan plan = by_explore ? Plan::explore_alone : Plan::everything;
    Judged judged = pipeline_.judge({&lab_, file}, plan);
    failures_.insert(failures_.end(), judged.run.checks.begin(), judged.run.checks.end());
    std::vector<std::string> problems;
    if (!is_stated(expected, judged, Judge::explore)) {
      problems.push_back(other_verdict(place, judged, Judge::explore));
    }
    if (!by_explore) {
      for (int tries = 1; tries < kTries && !is_stated(expected, judged, Judge::stress); ++tries)
        judged = pipeline_.judge({&lab_, file}, plan);
      if (!is_stated(expected, judged, Judge::stress)) {
        problems.push_back(other_verdict(place, judged, Judge::stress));
      }
    }
    tell(fmt::format("wrong/{} earns {}{}", file.filename().string(), describe(expected),
                     by_explore ? " under explore" : ""),
         problems);
  }

  static bool is_stated(const Expectation& expected, const Judged& judged, Judge judge) {
    const auto& list = expected.verdicts;
    return std::find(list.begin(), list.end(), verdict_of(judged, judge)) != list.end();
  }

  static std::string other_verdict(const std::string& place, const Judged& judged, Judge judge) {
    return fmt::format("{}:1: earned '{}' under {}; add a scenario that shows it, or mend the line",
                       place, to_string(verdict_of(judged, judge)), to_string(judge));
  }

  // Whatever kind of failure a wrong solution showed has a hint: by its scenario's name, by the
  // judge's word for it, or by its verdict.
  void prove_hints() {
    const std::string name = fmt::format("labs/{}/hints.toml", lab_.name);
    const Hints hints = load_hints(pipeline_.course().root / name);
    std::set<std::string> missing;
    for (const CheckResult& failure : failures_) {
      const std::string verdict(to_string(failure.verdict));
      if (failure.verdict == Verdict::passed || hints.count(failure.check.scenario.name) != 0 ||
          hints.count(failure.hint) != 0 || hints.count(verdict) != 0) {
        continue;
      }
      missing.insert(failure.hint.empty() ? verdict : failure.hint);
    }
    std::vector<std::string> problems;
    for (const std::string& key : missing)
      problems.push_back(fmt::format("{}: '{}' is missing; write its hints", name, key));
    tell("every kind of failure has hints", problems);
  }

  const Pipeline& pipeline_;
  const LabSpec& lab_;
  WrongOnes wrong_ones_;
  Progress& progress_;
  std::vector<CheckResult> failures_;  // and passes: of all wrong solutions
  int problems_ = 0;
};

int check(const Options& options, const Surroundings& surroundings) {
  Progress progress;
  const Pipeline pipeline(make_config(surroundings, options.common), load_labs(surroundings.course),
                          [&](const std::string& text) { progress.show(text); });
  const auto wrong_ones = options.explore_only ? WrongOnes::by_explore : WrongOnes::as_stated;
  int problems = 0;
  for (const LabSpec* lab : find_labs(pipeline.course(), options.labs))
    problems += Proof(pipeline, *lab, wrong_ones, progress).run();
  if (problems == 0) return kDone;
  throw Error(problems == 1 ? std::string("1 problem was found; see above")
                            : fmt::format("{} problems were found; see above", problems));
}

}  // namespace

void add_check(CLI::App& app, const Surroundings& surroundings, Run& chosen) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("check", "Prove that labs are whole (for instructors)");
  command->add_option("LAB", options->labs, "Labs to prove (default: all)");
  command->add_flag("--explore-only", options->explore_only,
                    "Show wrong solutions to explore alone: takes less than half the time");
  add_common_options(*command, options->common);
  command->callback([options, &surroundings, &chosen] {
    chosen = [options, &surroundings] { return check(*options, surroundings); };
  });
}

}  // namespace grader
