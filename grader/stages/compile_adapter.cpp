#include "grader/stages/compile_adapter.hpp"

#include <fmt/format.h>

#include "grader/model/error.hpp"
#include "grader/stages/compile_limits.hpp"
#include "grader/system/executable.hpp"

namespace grader {

Toolchain::Compilation adapter_compilation(const Course& course, const LabSpec& lab,
                                           const Submission& submission) {
  Toolchain::Compilation what;
  what.source = course.root / "labs" / lab.name / "adapter.cpp";
  what.include_folders = {submission.tree, course.root / "common" / "baseline",
                          course.root / "common", course.root};
  what.names = {{submission.tree, "/submission"}, {course.root, "/lockstep"}};
  what.strangers = Strangers::bounded;
  return what;
}

std::vector<std::filesystem::path> adapter_inputs(const Course& course, const LabSpec& lab,
                                                  const Submission& submission,
                                                  const Prebuilt& prebuilt) {
  const std::filesystem::path folder = course.root / "labs" / lab.name;
  std::vector<std::filesystem::path> inputs = {course.root / "common", folder / "adapter.cpp",
                                               folder / "subject.hpp", submission.tree};
  if (prebuilt.prelude) {
    inputs.push_back(*prebuilt.prelude);
    inputs.push_back(Toolchain::prelude_file(*prebuilt.prelude));
  }
  return inputs;
}

ProcessSpec compiler_run(std::vector<std::string> argv, const std::filesystem::path& folder) {
  ProcessSpec spec;
  spec.argv = std::move(argv);
  spec.environment = tool_environment(folder);
  spec.directory = folder;
  spec.limits = compiler_limits();
  return spec;
}

void require_room(const std::filesystem::path& folder) {
  constexpr std::uintmax_t kLeast = 1U << 20U;
  std::error_code unknown;
  if (!std::filesystem::is_directory(folder, unknown)) {
    throw Error(fmt::format("'{}' was removed meanwhile; grade again", folder.string()));
  }
  if (std::filesystem::space(folder, unknown).available >= kLeast) return;
  throw Error(fmt::format("the disk of '{}' is full; free some of it, or point TMPDIR elsewhere",
                          folder.string()));
}

}  // namespace grader
