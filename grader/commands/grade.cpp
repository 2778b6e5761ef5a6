#include "grader/commands/grade.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <memory>
#include <system_error>

#include "grader/commands/board.hpp"
#include "grader/model/error.hpp"
#include "grader/pipeline.hpp"
#include "grader/report/json.hpp"
#include "grader/report/junit.hpp"
#include "grader/report/text.hpp"
#include "grader/stages/find_changed.hpp"
#include "grader/stages/load_labs.hpp"
#include "grader/stages/locate_submission.hpp"
#include "grader/system/atomic_file.hpp"
#include "grader/system/progress.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;

struct Options {
  CommonOptions common;
  std::vector<std::string> labs;
  std::string from;
  bool own = false;
  bool all = false;
  std::vector<std::string> judges;
  std::string budget = "full";
  std::string require = "basic";
  std::string format = "text";
  std::string output;
};

void declare(CLI::App& command, Options& options) {
  command.add_option("LAB", options.labs, "Labs to grade (default: those that you changed)");
  command
      .add_option("--from", options.from,
                  "A file, a folder with LAB.hpp, or a tree with LAB/LAB.hpp (default: labs/)")
      ->type_name("PATH");
  command.add_flag("--own", options.own, "Build on your own earlier labs, not on the stand-ins");
  command.add_flag("--all", options.all, "Every lab of the course");
  command
      .add_option("--judge", options.judges, "explore, stress or speed; may be given several times")
      ->check(CLI::IsMember({"explore", "stress", "speed"}))
      ->type_name("JUDGE");
  command.add_option("--budget", options.budget, "How long to search: quick or full")
      ->check(CLI::IsMember({"quick", "full"}))
      ->type_name("BUDGET")
      ->capture_default_str();
  command.add_option("--require", options.require, "The least sandbox: full, restricted or basic")
      ->check(CLI::IsMember({"full", "restricted", "basic"}))
      ->type_name("TIER")
      ->capture_default_str();
  command.add_option("--format", options.format, "text, json or junit")
      ->check(CLI::IsMember({"text", "json", "junit"}))
      ->type_name("FORMAT")
      ->capture_default_str();
  command.add_option("--output", options.output, "Write the result here, not to stdout")
      ->type_name("FILE");
  add_common_options(command, options.common);
}

Config to_config(const Options& options, const Surroundings& surroundings) {
  Config config = make_config(surroundings, options.common);
  for (const Judge judge : {Judge::explore, Judge::stress, Judge::speed}) {
    const std::string word(to_string(judge));
    if (std::find(options.judges.begin(), options.judges.end(), word) != options.judges.end()) {
      config.judges.push_back(judge);
    }
  }
  config.budget = options.budget == "quick" ? Budget::quick : Budget::full;
  config.require = parse_tier(options.require);
  config.prerequisites = options.own ? Prerequisites::own : Prerequisites::baseline;
  return config;
}

std::vector<const LabSpec*> choose_labs(const Options& options, const Course& course) {
  if (!options.labs.empty() || options.all) return find_labs(course, options.labs);
  return options.from.empty() ? find_changed(course) : labs_in(course, options.from);
}

void say_nothing_to_grade(const Options& options, const Course& course) {
  if (!options.from.empty()) {
    throw UsageError(fmt::format("--from: '{}' holds no lab's header, such as '{}.hpp'",
                                 options.from, course.labs.front().name));
  }
  fmt::print(stderr,
             "No lab was changed yet. Open labs/{0}/{0}.hpp to begin, or grade every skeleton: "
             "./lockstep grade --all\n",
             course.labs.front().name);
}

// Before minutes of work: can the result be written at all?
void check_output(const std::string& output) {
  if (output.empty()) return;
  fs::path folder = fs::path(output).parent_path();
  if (folder.empty()) folder = ".";
  std::error_code none;
  if (fs::is_directory(output, none)) {
    throw UsageError(fmt::format("--output: '{}' is a folder; name a file in it", output));
  }
  if (!fs::is_directory(folder, none)) {
    throw UsageError(
        fmt::format("--output: there is no folder '{}'; make it first", folder.string()));
  }
  if (::access(folder.c_str(), W_OK) != 0) {
    throw UsageError(fmt::format("--output: the folder '{}' is not writable", folder.string()));
  }
}

std::string render(const Options& options, const Report& report) {
  if (options.format == "json") return render_json(report);
  if (options.format == "junit") return render_junit(report);
  RenderOptions render = make_render_options(options.common);
  render.from = options.from;
  if (!options.output.empty()) {
    if (options.common.color == "auto") render.color = Color::off;
    render.width = 80;
  }
  return render_text(report, render);
}

bool holds_grader_error(const Report& report) {
  return std::any_of(report.labs.begin(), report.labs.end(),
                     [](const LabReport& lab) { return lab.verdict == Verdict::grader_error; });
}

int grade(const Options& options, const Surroundings& surroundings) {
  check_output(options.output);
  Course course = load_labs(surroundings.course);
  const fs::path from = options.from.empty() ? course.root / "labs" : fs::path(options.from);
  Progress progress;
  const Pipeline pipeline(to_config(options, surroundings), std::move(course),
                          [&](const std::string& text) { progress.show(text); });
  const auto labs = choose_labs(options, pipeline.course());
  if (labs.empty()) say_nothing_to_grade(options, pipeline.course());
  std::vector<LabReport> reports;
  for (const LabSpec* lab : labs)
    reports.push_back(pipeline.grade_submission({lab, from}));
  const Report report = pipeline.assemble(std::move(reports));
  progress.clear();
  if (options.from.empty() && options.judges.empty()) note_standings(pipeline.course(), report);
  const std::string text = render(options, report);
  if (options.output.empty()) {
    print(text);
  } else {
    write_file_atomically(options.output, text);
  }
  if (holds_grader_error(report)) return kTrouble;
  return report.score == report.max_score ? kDone : kBelowFullMarks;
}

}  // namespace

void add_grade(CLI::App& app, const Surroundings& surroundings, Run& chosen) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("grade", "Grade your solution of a lab");
  declare(*command, *options);
  command->callback([options, &surroundings, &chosen] {
    chosen = [options, &surroundings] { return grade(*options, surroundings); };
  });
}

}  // namespace grader
