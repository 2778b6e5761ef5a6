#include "grader/commands/replay.hpp"

#include <fmt/format.h>

#include <memory>

#include "grader/model/error.hpp"
#include "grader/pipeline.hpp"
#include "grader/report/failure.hpp"
#include "grader/stages/load_hints.hpp"
#include "grader/stages/load_labs.hpp"
#include "grader/stages/replay_token.hpp"
#include "grader/system/progress.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;

struct Options {
  CommonOptions common;
  std::string token;
  std::string from;
  bool debug = false;
};

std::string describe(const CheckResult& result, const Hints& hints, const RenderOptions& render) {
  const Scenario& scenario = result.check.scenario;
  std::string text = fmt::format("{}: {}\n", scenario.name, to_string(result.verdict));
  CheckReport report;
  report.result = result;
  for (const std::string& line : describe_failure(report, hints, Depth::evidence, render))
    text += line.empty() ? "\n" : "    " + line + "\n";
  return text;
}

int replay(const Options& options, const Surroundings& surroundings) {
  const ReplayToken token = decode_token(options.token);
  Course course = load_labs(surroundings.course);
  Config config = make_config(surroundings, options.common);
  config.prerequisites = token.prerequisites;
  const LabSpec& lab = find_lab(course, token.lab);
  const fs::path from = options.from.empty() ? course.root / "labs" : fs::path(options.from);
  const std::string lab_name = lab.name;
  Progress progress;
  const Pipeline pipeline(std::move(config), std::move(course),
                          [&](const std::string& text) { progress.show(text); });
  const ReplayTarget target{{pipeline.course().find(lab_name), from},
                            token.scenario,
                            token.digest_prefix,
                            token.deviations};
  if (options.debug) {
    pipeline.debug(target);
    return kDone;
  }
  const CheckResult result = pipeline.replay(target);
  progress.clear();
  if (result.verdict == Verdict::passed) {
    throw Error(
        fmt::format("'{}' did not fail again; was it graded with another compiler? Name "
                    "it: --cxx COMPILER",
                    token.scenario));
  }
  const Hints hints = load_hints(pipeline.course().root / "labs" / lab_name / "hints.toml");
  RenderOptions render = make_render_options(options.common);
  render.verbosity = Verbosity::verbose;  // every step: that is what the command is for
  print(describe(result, hints, render));
  return kDone;
}

}  // namespace

void add_replay(CLI::App& app, const Surroundings& surroundings, Run& chosen) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("replay", "Show a failing interleaving step by step");
  command->add_option("TOKEN", options->token, "As the report of a failure gives it")->required();
  command->add_option("--from", options->from, "Where that submission lies (default: labs/)")
      ->type_name("PATH");
  command->add_flag("--debug", options->debug,
                    "Run it under gdb, with real threads, up to the step that fails");
  add_common_options(*command, options->common);
  command->callback([options, &surroundings, &chosen] {
    chosen = [options, &surroundings] { return replay(*options, surroundings); };
  });
}

}  // namespace grader
