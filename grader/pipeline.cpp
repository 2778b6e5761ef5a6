#include "grader/pipeline.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <system_error>

#include "grader/model/error.hpp"
#include "grader/model/version.hpp"
#include "grader/stages/compile.hpp"
#include "grader/stages/load_hints.hpp"
#include "grader/stages/locate_submission.hpp"
#include "grader/stages/plan_checks.hpp"
#include "grader/stages/prebuild.hpp"
#include "grader/stages/replay_token.hpp"
#include "grader/stages/run_judges.hpp"
#include "grader/stages/scan_forbidden.hpp"
#include "grader/stages/score.hpp"
#include "grader/stages/symbolise.hpp"
#include "grader/stages/take_submission.hpp"
#include "grader/system/temporary_folder.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;

std::vector<Intake> intake_of(const LabSpec& lab, const Location& location) {
  std::vector<Intake> files;
  for (const Located& file : location.files)
    files.push_back({lab.name + "/" + file.name, file.path});
  return files;
}

// All labs that `lab` rests on, directly or not.
void add_prerequisites(const Course& course, const LabSpec& lab, std::set<const LabSpec*>& labs) {
  for (const std::string& name : lab.prerequisites) {
    const LabSpec* other = course.find(name);
    if (labs.insert(other).second) add_prerequisites(course, *other, labs);
  }
}

std::string token_for(const CheckResult& result, const RawResult& raw, const Submission& submission,
                      const Config& config) {
  return encode_token({submission.lab, result.check.scenario.name, digest_prefix(submission.digest),
                       config.prerequisites, raw.report->deviations});
}

// Gives each failure of explore the word that shows it again.
void add_tokens(RunResult& run, const RawRun& raw, const Submission& submission,
                const Config& config) {
  for (std::size_t i = 0; i < run.checks.size(); ++i) {
    CheckResult& result = run.checks[i];
    if (result.verdict == Verdict::passed || !result.explore) continue;
    if (raw.checks[i].report->steps.empty()) continue;
    result.explore->replay = token_for(result, raw.checks[i], submission, config);
  }
}

LabReport rejected(LabReport report, const LabSpec& lab, Rejection rejection,
                   const std::vector<PlannedCheck>& planned) {
  const Score score = score_of_rejected(lab, rejection.verdict, planned);
  report.verdict = rejection.verdict;
  report.max_score = score.max_points;
  report.groups = score.groups;
  report.rejection = std::move(rejection);
  return report;
}

}  // namespace

Pipeline::Pipeline(Config config, Course course, Say say)
    : config_(std::move(config)),
      course_(std::move(course)),
      say_(std::move(say)),
      toolchain_(Toolchain::find(config_.cxx)),
      cache_(config_.cache),
      sandbox_(best_sandbox()) {
  if (sandbox_->tier() < config_.require) {
    throw Error(
        fmt::format("--require {}: this machine offers only the tier '{}'; run `doctor` to "
                    "see what is missing",
                    to_string(config_.require), to_string(sandbox_->tier())));
  }
}

Submission Pipeline::take(const Target& target, const fs::path& tree) const {
  const Location location = locate_submission(*target.lab, target.from);
  std::vector<Intake> own;
  if (config_.prerequisites == Prerequisites::own) {
    std::set<const LabSpec*> labs;
    add_prerequisites(course_, *target.lab, labs);
    for (const LabSpec& lab : course_.labs) {
      if (labs.count(&lab) == 0) continue;
      const auto files = intake_of(lab, locate_submission(lab, location.neighbours));
      own.insert(own.end(), files.begin(), files.end());
    }
  }
  Submission submission =
      take_submission(target.lab->name, target.from, intake_of(*target.lab, location), own, tree);
  if (!submission.rejection) submission.rejection = scan_forbidden(*target.lab, submission);
  return submission;
}

LabReport Pipeline::grade_submission(const Target& target) const {
  const LabSpec& lab = *target.lab;
  const Prebuilt prebuilt = prebuild(course_, lab, toolchain_, cache_, config_.jobs, say_);
  const auto judges = judges_for(lab, config_.judges);
  const auto planned = plan_checks(prebuilt.manifest, judges);
  const TemporaryFolder workspace;

  LabReport report;
  report.lab = lab.name;
  report.title = lab.title;
  report.hints = load_hints(course_.root / "labs" / lab.name / "hints.toml");
  report.submission = take(target, workspace.path() / "tree");
  if (auto rejection = report.submission.rejection) {
    return rejected(std::move(report), lab, std::move(*rejection), planned);
  }
  say_(fmt::format("{}: compiling", lab.name));
  const BuildResult build = compile(course_, lab, report.submission, prebuilt, judges, config_,
                                    toolchain_, *sandbox_, workspace.path() / "build");
  report.phases.compile = build.compile;
  report.phases.link = build.link;
  if (build.rejection) return rejected(std::move(report), lab, *build.rejection, planned);

  const RawRun raw = run_judges(lab, build, planned, config_, *sandbox_, [&](std::size_t done) {
    say_(fmt::format("{}: {} of {} checks done", lab.name, done, planned.size()));
  });
  RunResult run = symbolise(raw, build, report.submission);
  add_tokens(run, raw, report.submission, config_);
  report.phases.run = run.run;
  const Score result = score(lab, run);
  report.verdict = result.verdict;
  report.score = result.points;
  report.max_score = result.max_points;
  report.groups = result.groups;
  for (std::size_t i = 0; i < run.checks.size(); ++i)
    report.checks.push_back({std::move(run.checks[i]), result.checks[i]});
  return report;
}

CheckResult Pipeline::replay(const ReplayTarget& target) const {
  const LabSpec& lab = *target.target.lab;
  const Prebuilt prebuilt = prebuild(course_, lab, toolchain_, cache_, config_.jobs, say_);
  const TemporaryFolder workspace;
  const Submission submission = take(target.target, workspace.path() / "tree");
  if (submission.rejection) throw Error(submission.rejection->message);
  if (digest_prefix(submission.digest) != target.digest_prefix) {
    throw Error(
        fmt::format("the token belongs to another version of '{}' than the one in '{}'; "
                    "grade it again for a new token, or name the old one with --from",
                    lab.name, target.target.from.string()));
  }
  std::vector<PlannedCheck> planned = plan_checks(prebuilt.manifest, {Judge::explore});
  std::erase_if(planned,
                [&](const PlannedCheck& check) { return check.scenario.name != target.scenario; });
  if (planned.empty()) {
    throw Error(fmt::format("the lab '{}' has no scenario '{}' any more; grade it again", lab.name,
                            target.scenario));
  }
  const BuildResult build = compile(course_, lab, submission, prebuilt, {Judge::explore}, config_,
                                    toolchain_, *sandbox_, workspace.path() / "build");
  if (build.rejection) throw Error(build.rejection->message);
  const Replay schedule{target.deviations};
  RawRun raw = run_judges(
      lab, build, planned, config_, *sandbox_, [](std::size_t) {}, &schedule);
  return symbolise(std::move(raw), build, submission).checks.front();
}

Report Pipeline::assemble(std::vector<LabReport> labs) const {
  Report report;
  report.tool = fmt::format("lockstep {}", kVersion);
  report.toolchain = toolchain_.name();
  report.tier = sandbox_->tier();
  for (const LabReport& lab : labs) {
    report.score += lab.score;
    report.max_score += lab.max_score;
  }
  report.labs = std::move(labs);
  return report;
}

}  // namespace grader
