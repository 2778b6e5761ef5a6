#include "grader/stages/check_source.hpp"

#include <algorithm>
#include <variant>

#include "grader/stages/compile_adapter.hpp"
#include "grader/stages/compile_diagnostics.hpp"
#include "grader/stages/compile_includes.hpp"
#include "grader/stages/compile_limits.hpp"
#include "grader/stages/scan_source.hpp"
#include "grader/system/read_file.hpp"
#include "grader/system/toolchain_view.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;

AllowedIncludes allowed_includes(const Course& course, const LabSpec& lab,
                                 const Submission& submission, const Prebuilt& prebuilt) {
  const fs::path common = course.root / "common";
  AllowedIncludes includes;
  includes.course = course.root;
  includes.allowed = {submission.tree, common / "threading",
                      course.root / "labs" / lab.name / "adapter.cpp",
                      course.root / "labs" / lab.name / "subject.hpp"};
  for (const LabSpec& other : course.labs) {
    if (other.name != lab.name) includes.allowed.push_back(common / "baseline" / other.name);
  }
  if (prebuilt.prelude) includes.allowed.push_back(prebuilt.prelude->parent_path());
  return includes;
}

// Every file of the tree, prerequisites of the student's own included.
std::vector<fs::path> files_of(const Submission& submission) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(submission.tree)) {
    if (entry.is_regular_file()) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

// The submission's regions, or why there are none.
using Preprocessed = std::variant<std::vector<Region>, Rejection>;

class Preprocessor {
 public:
  Preprocessor(const Course& course, const LabSpec& lab, const Submission& submission,
               const Prebuilt& prebuilt, const Toolchain& toolchain, const Sandbox& sandbox,
               const fs::path& folder)
      : what_(adapter_compilation(course, lab, submission)),
        submission_(submission),
        toolchain_(toolchain),
        sandbox_(sandbox),
        folder_(folder),
        inputs_(adapter_inputs(course, lab, submission, prebuilt)) {
    what_.until = Until::preprocessed;
  }

  [[nodiscard]] fs::path includes() const { return folder_ / "adapter.d"; }

  [[nodiscard]] Preprocessed as_judged(const std::optional<fs::path>& prelude) const {
    Toolchain::Compilation what = what_;
    what.prelude = prelude;
    what.object = folder_ / "judged.ii";
    what.options = {"-MD", "-MF", includes().string()};
    return run(what);
  }
  [[nodiscard]] Preprocessed as_used() const {
    Toolchain::Compilation what = what_;
    // A new file: whether it may replace one, clang asks access(2), which misleads it (see
    // confine_tool).
    what.object = folder_ / "used.ii";
    what.purpose = Purpose::speed;
    return run(what);
  }

 private:
  [[nodiscard]] Preprocessed run(const Toolchain::Compilation& what) const {
    ProcessSpec spec = compiler_run(toolchain_.compile_command(what), folder_);
    const ProcessOutcome outcome = run_process(confine_tool(sandbox_, std::move(spec), inputs_));
    if (!outcome.succeeded()) require_room(folder_);
    if (auto limit = explain_compiler_limit(outcome)) return *std::move(limit);
    if (!outcome.succeeded()) {
      return explain_compile_errors(outcome.err, submission_.tree.string(), submission_.lab);
    }
    return regions_of(read_file(what.object), submission_.tree.string());
  }

  Toolchain::Compilation what_;
  const Submission& submission_;
  const Toolchain& toolchain_;
  const Sandbox& sandbox_;
  fs::path folder_;
  std::vector<fs::path> inputs_;
};

}  // namespace

std::optional<Rejection> check_source(const Course& course, const LabSpec& lab,
                                      const Submission& submission, const Prebuilt& prebuilt,
                                      const Toolchain& toolchain, const Sandbox& sandbox,
                                      const fs::path& folder) {
  bool varies = false;
  for (const fs::path& file : files_of(submission)) {
    const std::vector<Token> tokens = tokenise(read_file(file));
    if (auto found = scan_raw(file.filename().string(), tokens)) return found;
    varies = varies || may_vary(tokens);
  }
  fs::create_directories(folder);
  const Preprocessor preprocessor(course, lab, submission, prebuilt, toolchain, sandbox, folder);
  const Preprocessed judged = preprocessor.as_judged(prebuilt.prelude);
  if (const auto* rejection = std::get_if<Rejection>(&judged)) return *rejection;
  if (auto found = check_includes(read_file(preprocessor.includes()),
                                  allowed_includes(course, lab, submission, prebuilt))) {
    return found;
  }
  const auto& regions = std::get<std::vector<Region>>(judged);
  if (auto found = scan_regions(regions, lab)) return found;
  if (!varies) return std::nullopt;
  const Preprocessed used = preprocessor.as_used();
  if (const auto* rejection = std::get_if<Rejection>(&used)) return *rejection;
  return compare_regions(regions, std::get<std::vector<Region>>(used));
}

}  // namespace grader
