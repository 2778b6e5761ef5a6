#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <optional>

#include "attacks/catalogue.hpp"
#include "attacks/classroom.hpp"
#include "attacks/submissions.hpp"
#include "grader/stages/compile.hpp"
#include "grader/stages/load_labs.hpp"
#include "grader/stages/plan_checks.hpp"
#include "grader/stages/prebuild.hpp"
#include "grader/stages/run_judges.hpp"
#include "grader/stages/take_submission.hpp"
#include "grader/system/probe_sandbox.hpp"

// Judges each forging attack of the catalogue (those numbered 41 to 52) many times over, each time
// with another seed and so with another canary: forging_soak [RUNS]. It prints for each attack how
// often all of its checks passed, which has to be never, and ends in status 1 where one did. What
// is refused before it runs is refused by what it says, and compiled but once.
namespace attacks {
namespace {

namespace fs = std::filesystem;
using namespace grader;

constexpr int kFirst = 41;
constexpr int kLast = 52;

Config config_for(const Attack& attack) {
  Config config;
  config.cache = LOCKSTEP_CACHE;
  config.explorer_library = LOCKSTEP_EXPLORER;
  config.init = LOCKSTEP_INIT;
  config.judges = {attack.judge == "stress" ? Judge::stress : Judge::explore};
  return config;
}

bool all_passed(const RawRun& run) {
  return std::all_of(run.checks.begin(), run.checks.end(),
                     [](const RawResult& each) { return each.result.verdict == Verdict::passed; });
}

// How often it passed, or nothing where it was refused before it ran.
std::optional<int> passes(const Attack& attack, const Sandbox& sandbox, int runs) {
  const Classroom room;
  const fs::path folder = room.folder() / "attack";
  lay_out(attack.setup, room.text_of(fs::path("fixtures") / (attack.fixture + ".hpp")), folder);
  Config config = config_for(attack);
  const Course course = load_labs(room.course());
  const LabSpec& lab = course.labs.front();
  const Toolchain toolchain = Toolchain::find("g++");
  const Prebuilt objects =
      prebuild(course, lab, toolchain, CacheFolder(config.cache), 1, [](const std::string&) {});
  const Submission submission = take_submission(
      lab.name, folder, {{"door/door.hpp", folder, "door.hpp"}}, {}, room.folder() / "tree");
  const BuildResult build = compile(course, lab, submission, objects, config.judges, config,
                                    toolchain, sandbox, room.folder() / "build");
  if (build.rejection) return std::nullopt;
  const auto planned = plan_checks(objects.manifest, config.judges);
  int passed = 0;
  for (int run = 0; run < runs; ++run) {
    config.seed = static_cast<std::uint64_t>(run) + 1;
    passed += all_passed(run_judges(lab, build, planned, config, sandbox, StressRuns::always,
                                    [](std::size_t) {}))
                  ? 1
                  : 0;
  }
  return passed;
}

int soak(int runs) {
  const auto sandbox = best_sandbox({LOCKSTEP_INIT, strongest_tier()});
  int forged = 0;
  for (const Attack& attack :
       read_catalogue(fs::path(LOCKSTEP_SOURCE) / "tests" / "attacks" / "catalogue.toml")) {
    if (attack.number < kFirst || attack.number > kLast) continue;
    const std::optional<int> passed = passes(attack, *sandbox, runs);
    std::cout << (passed ? fmt::format("{}: {} of {} passed", attack.name(), *passed, runs)
                         : fmt::format("{}: refused before it ran", attack.name()))
              << std::endl;
    forged += passed.value_or(0);
  }
  return forged == 0 ? 0 : 1;
}

}  // namespace
}  // namespace attacks

int main(int argc, char** argv) {
  return attacks::soak(argc > 1 ? std::atoi(argv[1]) : 1000);
}
