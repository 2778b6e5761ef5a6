#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "grader/model/config.hpp"
#include "grader/model/run_result.hpp"
#include "grader/model/score.hpp"
#include "grader/model/submission.hpp"

// All that a renderer may know: every format is a pure function of a Report. What a student must
// not see of a hidden check is not in here, with two exceptions that a renderer has to mind:
// Scenario::file is shown only where the scenario is open, CheckResult::output and
// SanitizerReport::raw only with Verbosity::verbose.
namespace grader {

// A key of the lab's hints.toml with its texts, mildest first.
using Hints = std::map<std::string, std::vector<std::string>, std::less<>>;

struct CheckReport {
  CheckResult result;
  CheckScore score;
};

struct Phases {
  Milliseconds compile{};
  Milliseconds link{};
  Milliseconds run{};
};

struct LabReport {
  std::string lab;
  std::string title;
  Verdict verdict = Verdict::passed;
  Points score;
  Points max_score;
  Submission submission;
  std::optional<Rejection> rejection;  // whichever stage rejected it; then there are no checks
  std::vector<CheckReport> checks;
  std::vector<GroupScore> groups;  // those that were judged
  Hints hints;
  Phases phases;
};

struct Report {
  std::string tool;       // "lockstep 0.1.0"
  std::string toolchain;  // "g++ 12.2.0"
  Tier tier = Tier::basic;
  Points score;  // sums over `labs`
  Points max_score;
  std::vector<LabReport> labs;
};

enum class Color : std::uint8_t { off, on };

// How a renderer for people should write. (Formats for machines need none of it.)
struct RenderOptions {
  Color color = Color::off;
  Verbosity verbosity = Verbosity::normal;
  unsigned width = 80;
  std::string from{};  // where the submission was taken from, as `--from` named it; may be empty
};

}  // namespace grader
