#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "grader/model/config.hpp"
#include "grader/model/lab_spec.hpp"
#include "grader/model/prebuilt.hpp"
#include "grader/model/report.hpp"
#include "grader/system/cache_folder.hpp"
#include "grader/system/sandbox.hpp"
#include "grader/system/toolchain.hpp"
#include "protocol/order.hpp"

namespace grader {

// What to grade: a lab, and where its submission lies (in each form of `--from`).
struct Target {
  const LabSpec* lab;
  std::filesystem::path from;
};

// One check to run again, with the schedule that made it fail.
struct ReplayTarget {
  Target target;
  std::string scenario;
  std::string digest_prefix;  // of the submission that failed; hexadecimal
  std::vector<protocol::Deviation> deviations;
};

// A submission, judged but not scored.
struct Judged {
  Submission submission;
  std::optional<Rejection> rejection;  // whichever stage rejected it: then nothing was run
  std::vector<PlannedCheck> planned;
  RunResult run;
  Phases phases;
};

// Which checks to run: those that grading consists of, or each scenario under each of its judges,
// or under explore alone.
enum class Plan : std::uint8_t { for_grading, everything, explore_alone };

// The only place that knows the order of the stages. Made once for a run; finds the compiler,
// opens the cache, probes the sandbox, and is immutable then. Batch and watch are loops round it.
class Pipeline {
 public:
  using Say = std::function<void(const std::string&)>;  // what is going on, for whoever waits

  Pipeline(Config config, Course course, Say say);

  [[nodiscard]] const Course& course() const { return course_; }
  [[nodiscard]] const Config& config() const { return config_; }

  // Takes, compiles, runs, scores. What is wrong with the submission is in the report.
  [[nodiscard]] LabReport grade_submission(const Target& target) const;

  // All but the last step of it.
  [[nodiscard]] Judged judge(const Target& target, Plan plan) const;

  // The lab's scenarios.
  [[nodiscard]] Manifest manifest(const LabSpec& lab) const;

  // Runs one schedule again. Throws Error where the submission is another than the one that
  // failed, or cannot be run.
  [[nodiscard]] CheckResult replay(const ReplayTarget& target) const;

  // The same under gdb, in our own terminal.
  void debug(const ReplayTarget& target) const;

  // The labs' reports together, with what they were made with.
  [[nodiscard]] Report assemble(std::vector<LabReport> labs) const;

 private:
  struct Rebuilt;
  using UseRebuilt = std::function<void(const Rebuilt&)>;

  void rebuild(const ReplayTarget& target, const UseRebuilt& use) const;
  [[nodiscard]] Prebuilt prebuilt(const LabSpec& lab) const;
  [[nodiscard]] Submission take(const Target& target, const std::filesystem::path& tree) const;

  Config config_;
  Course course_;
  Say say_;
  Toolchain toolchain_;
  CacheFolder cache_;
  std::unique_ptr<const Sandbox> sandbox_;
};

}  // namespace grader
