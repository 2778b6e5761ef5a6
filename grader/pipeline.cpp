#include "grader/pipeline.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <system_error>

#include "grader/model/error.hpp"
#include "grader/model/version.hpp"
#include "grader/stages/compile.hpp"
#include "grader/stages/debug_check.hpp"
#include "grader/stages/load_hints.hpp"
#include "grader/stages/locate_submission.hpp"
#include "grader/stages/measure_speed.hpp"
#include "grader/stages/plan_checks.hpp"
#include "grader/stages/prebuild.hpp"
#include "grader/stages/replay_token.hpp"
#include "grader/stages/run_judges.hpp"
#include "grader/stages/scan_forbidden.hpp"
#include "grader/stages/score.hpp"
#include "grader/stages/symbolise.hpp"
#include "grader/stages/take_submission.hpp"
#include "grader/system/probe_sandbox.hpp"
#include "grader/system/temporary_folder.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;

std::vector<Intake> intake_of(const LabSpec& lab, const Location& location) {
  std::vector<Intake> files;
  for (const Located& file : location.files)
    files.push_back({lab.name + "/" + file.name, file.root, file.below});
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

std::vector<PlannedCheck> make_plan(const Manifest& manifest, const std::vector<Judge>& judges,
                                    Plan plan) {
  if (plan == Plan::for_grading) return plan_checks(manifest, judges);
  std::vector<PlannedCheck> checks;
  for (const Judge judge : judges) {
    const auto more = plan_checks(manifest, {judge});
    checks.insert(checks.end(), more.begin(), more.end());
  }
  return checks;
}

}  // namespace

// What a token belongs to, built and ready to run.
struct Pipeline::Rebuilt {
  const LabSpec& lab;
  const Submission& submission;
  const BuildResult& build;
  const std::vector<PlannedCheck>& planned;
  Replay schedule;
};

Pipeline::Pipeline(Config config, Course course, Say say)
    : config_(std::move(config)),
      course_(std::move(course)),
      say_(std::move(say)),
      toolchain_(Toolchain::find(config_.cxx)),
      cache_(config_.cache),
      sandbox_(best_sandbox({config_.init, config_.at_most, config_.cache})) {
  sweep_temporary_folders();
  sweep_temporary_folders(config_.cache);
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

Prebuilt Pipeline::prebuilt(const LabSpec& lab) const {
  return prebuild(course_, lab, toolchain_, cache_, config_.jobs, say_);
}

Manifest Pipeline::manifest(const LabSpec& lab) const {
  return prebuilt(lab).manifest;
}

Judged Pipeline::judge(const Target& target, Plan plan) const {
  const LabSpec& lab = *target.lab;
  const Prebuilt objects = prebuilt(lab);
  const auto judges =
      plan == Plan::explore_alone ? std::vector{Judge::explore} : judges_for(lab, config_.judges);
  const TemporaryFolder workspace;
  Judged judged;
  judged.planned = make_plan(objects.manifest, judges, plan);
  judged.submission = take(target, workspace.path() / "tree");
  judged.rejection = judged.submission.rejection;
  if (judged.rejection) return judged;
  say_(fmt::format("{}: compiling", lab.name));
  const BuildResult build = compile(course_, lab, judged.submission, objects, judges, config_,
                                    toolchain_, *sandbox_, workspace.path() / "build");
  judged.phases.compile = build.compile;
  judged.phases.link = build.link;
  judged.rejection = build.rejection;
  if (judged.rejection) return judged;
  const StressRuns stress_runs =
      plan == Plan::everything ? StressRuns::always : StressRuns::where_explore_passed;
  const RawRun raw = run_judges(
      lab, build, judged.planned, config_, *sandbox_, stress_runs, [&](std::size_t done) {
        say_(fmt::format("{}: {} of {} checks done", lab.name, done, judged.planned.size()));
      });
  judged.run = symbolise(raw, build, judged.submission);
  judged.phases.run = judged.run.run;
  add_tokens(judged.run, raw, judged.submission, config_);
  if (std::find(judges.begin(), judges.end(), Judge::speed) != judges.end()) {
    const SpeedTools tools{toolchain_, cache_, *sandbox_, say_};
    auto checks = measure_speed(course_, lab, judged.submission, tools, workspace.path() / "speed");
    std::move(checks.begin(), checks.end(), std::back_inserter(judged.run.checks));
  }
  return judged;
}

LabReport Pipeline::grade_submission(const Target& target) const {
  const LabSpec& lab = *target.lab;
  Judged judged = judge(target, Plan::for_grading);
  const Score result = judged.rejection
                           ? score_of_rejected(lab, judged.rejection->verdict, judged.planned)
                           : score(lab, judged.run);
  LabReport report;
  report.lab = lab.name;
  report.title = lab.title;
  report.verdict = result.verdict;
  report.score = result.points;
  report.max_score = result.max_points;
  report.groups = result.groups;
  report.submission = std::move(judged.submission);
  report.rejection = std::move(judged.rejection);
  report.phases = judged.phases;
  report.hints = load_hints(course_.root / "labs" / lab.name / "hints.toml");
  for (std::size_t i = 0; i < judged.run.checks.size(); ++i)
    report.checks.push_back({std::move(judged.run.checks[i]), result.checks[i]});
  return report;
}

void Pipeline::rebuild(const ReplayTarget& target, const UseRebuilt& use) const {
  const LabSpec& lab = *target.target.lab;
  const Prebuilt objects = prebuilt(lab);
  const TemporaryFolder workspace;
  const Submission submission = take(target.target, workspace.path() / "tree");
  if (submission.rejection) throw Error(submission.rejection->message);
  if (digest_prefix(submission.digest) != target.digest_prefix) {
    throw Error(
        fmt::format("the token belongs to another version of '{}' than the one in '{}'; "
                    "grade it again for a new token, or name the old one with --from",
                    lab.name, target.target.from.string()));
  }
  std::vector<PlannedCheck> planned = plan_checks(objects.manifest, {Judge::explore});
  std::erase_if(planned,
                [&](const PlannedCheck& check) { return check.scenario.name != target.scenario; });
  if (planned.empty()) {
    throw Error(fmt::format("the lab '{}' has no scenario '{}' any more; grade it again", lab.name,
                            target.scenario));
  }
  const BuildResult build = compile(course_, lab, submission, objects, {Judge::explore}, config_,
                                    toolchain_, *sandbox_, workspace.path() / "build");
  if (build.rejection) throw Error(build.rejection->message);
  use({lab, submission, build, planned, {target.deviations}});
}

CheckResult Pipeline::replay(const ReplayTarget& target) const {
  CheckResult result;
  rebuild(target, [&](const Rebuilt& it) {
    RawRun raw = run_judges(
        it.lab, it.build, it.planned, config_, *sandbox_, StressRuns::always, [](std::size_t) {},
        &it.schedule);
    result = symbolise(std::move(raw), it.build, it.submission).checks.front();
  });
  return result;
}

void Pipeline::debug(const ReplayTarget& target) const {
  rebuild(target, [&](const Rebuilt& it) {
    protocol::Order order = make_order(it.planned.front(), config_);
    put_replay(order, it.schedule);
    say_("");
    debug_check(course_, it.submission, it.build, order);
  });
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
