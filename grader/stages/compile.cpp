#include "grader/stages/compile.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "grader/model/error.hpp"
#include "grader/stages/compile_diagnostics.hpp"
#include "grader/stages/compile_includes.hpp"
#include "grader/stages/compile_limits.hpp"
#include "grader/system/executable.hpp"
#include "grader/system/process.hpp"
#include "grader/system/read_file.hpp"
#include "grader/system/toolchain_view.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;

ProcessSpec tool(std::vector<std::string> argv, const fs::path& folder) {
  ProcessSpec spec;
  spec.argv = std::move(argv);
  spec.environment = tool_environment(folder);
  spec.directory = folder;
  spec.limits = compiler_limits();
  return spec;
}

ProcessSpec adapter_compilation(const Course& course, const LabSpec& lab,
                                const Submission& submission, const Prebuilt& prebuilt,
                                const Toolchain& toolchain, const fs::path& folder) {
  Toolchain::Compilation what;
  what.prelude = prebuilt.prelude;
  what.source = course.root / "labs" / lab.name / "adapter.cpp";
  what.object = folder / "adapter.o";
  what.include_folders = {submission.tree, course.root / "common" / "baseline",
                          course.root / "common", course.root};
  what.names = {{submission.tree, "/submission"}, {folder, "/build"}, {course.root, "/lockstep"}};
  what.options = {"-MD", "-MF", (folder / "adapter.d").string()};
  what.strangers = Strangers::bounded;
  return tool(toolchain.compile_command(what), folder);
}

// What compiling an adapter may read: nothing of the lab's tests or of any solution.
std::vector<fs::path> compiler_inputs(const Course& course, const LabSpec& lab,
                                      const Submission& submission, const Prebuilt& prebuilt) {
  const fs::path folder = course.root / "labs" / lab.name;
  std::vector<fs::path> inputs = {course.root / "common", folder / "adapter.cpp",
                                  folder / "subject.hpp", submission.tree};
  if (prebuilt.prelude) {
    inputs.push_back(*prebuilt.prelude);
    inputs.push_back(Toolchain::prelude_file(*prebuilt.prelude));
  }
  return inputs;
}

std::vector<fs::path> folders_of(const std::vector<fs::path>& files) {
  std::set<fs::path> folders;
  for (const fs::path& file : files)
    folders.insert(file.parent_path());
  return {folders.begin(), folders.end()};
}

AllowedIncludes allowed_includes(const Course& course, const LabSpec& lab,
                                 const Submission& submission) {
  const fs::path common = course.root / "common";
  AllowedIncludes includes;
  includes.course = course.root;
  includes.allowed = {submission.tree, common / "threading",
                      course.root / "labs" / lab.name / "adapter.cpp",
                      course.root / "labs" / lab.name / "subject.hpp"};
  for (const LabSpec& other : course.labs) {
    if (other.name != lab.name) includes.allowed.push_back(common / "baseline" / other.name);
  }
  return includes;
}

struct Link {
  Judge judge;
  fs::path binary;
};

std::vector<ProcessSpec> link_commands(const std::vector<Link>& links, const Prebuilt& prebuilt,
                                       const Config& config, const Toolchain& toolchain,
                                       const Sandbox& sandbox, const fs::path& folder) {
  std::vector<ProcessSpec> specs;
  for (const Link& link : links) {
    const bool stress = link.judge == Judge::stress;
    std::vector<fs::path> inputs = stress ? prebuilt.stress : prebuilt.explore;
    inputs.push_back(folder / "adapter.o");
    if (!stress) inputs.push_back(config.explorer_library);
    const Runtime runtime = stress ? Runtime::sanitizer : Runtime::explorer;
    specs.push_back(confine_tool(sandbox,
                                 tool(toolchain.link_command(inputs, link.binary, runtime), folder),
                                 folders_of(inputs)));
  }
  return specs;
}

void require_explorer(const Config& config) {
  std::error_code none;
  if (fs::is_regular_file(config.explorer_library, none)) return;
  throw Error(
      fmt::format("the explorer '{}' is not built; build it: cmake --build build --target "
                  "explorer_library",
                  config.explorer_library.string()));
}

// A compiler may fail on a full disk, or because somebody cleared the folder away: that is not the
// submission's fault.
void require_room(const fs::path& folder) {
  constexpr std::uintmax_t kLeast = 1U << 20U;
  std::error_code unknown;
  if (!fs::is_directory(folder, unknown)) {
    throw Error(fmt::format("'{}' was removed meanwhile; grade again", folder.string()));
  }
  if (fs::space(folder, unknown).available >= kLeast) return;
  throw Error(fmt::format("the disk of '{}' is full; free some of it, or point TMPDIR elsewhere",
                          folder.string()));
}

std::vector<Link> wanted_links(const std::vector<Judge>& judges, const Config& config,
                               const fs::path& folder) {
  std::vector<Link> links;
  for (const Judge judge : judges) {
    if (judge == Judge::speed) continue;
    if (judge == Judge::explore) require_explorer(config);
    links.push_back({judge, folder / std::string(to_string(judge))});
  }
  return links;
}

}  // namespace

BuildResult compile(const Course& course, const LabSpec& lab, const Submission& submission,
                    const Prebuilt& prebuilt, const std::vector<Judge>& judges,
                    const Config& config, const Toolchain& toolchain, const Sandbox& sandbox,
                    const fs::path& folder) {
  fs::create_directories(folder);
  const std::vector<Link> links = wanted_links(judges, config, folder);
  BuildResult result;
  const ProcessOutcome compiled = run_process(confine_tool(
      sandbox, adapter_compilation(course, lab, submission, prebuilt, toolchain, folder),
      compiler_inputs(course, lab, submission, prebuilt)));
  result.compile = compiled.duration;
  if (!compiled.succeeded()) {
    require_room(folder);
    require_room(submission.tree);
  }
  if (auto breach = explain_compiler_limit(compiled)) {
    result.rejection = std::move(breach);
    return result;
  }
  if (!compiled.succeeded()) {
    result.rejection = explain_compile_errors(compiled.err, submission.tree.string(), lab.name);
    return result;
  }
  result.rejection =
      check_includes(read_file(folder / "adapter.d"), allowed_includes(course, lab, submission));
  if (result.rejection) return result;

  const auto begin = std::chrono::steady_clock::now();
  const auto outcomes = run_processes(
      link_commands(links, prebuilt, config, toolchain, sandbox, folder), config.jobs);
  result.link = std::chrono::steady_clock::now() - begin;
  for (std::size_t i = 0; i < links.size(); ++i) {
    if (!outcomes[i].succeeded()) {
      require_room(folder);
      result.rejection = explain_link_errors(outcomes[i].err);
      return result;
    }
    (links[i].judge == Judge::stress ? result.stress : result.explore) = links[i].binary;
  }
  return result;
}

}  // namespace grader
