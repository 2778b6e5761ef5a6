#include "grader/stages/compile.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "grader/model/error.hpp"
#include "grader/stages/check_object.hpp"
#include "grader/stages/check_source.hpp"
#include "grader/stages/compile_adapter.hpp"
#include "grader/stages/compile_diagnostics.hpp"
#include "grader/stages/compile_limits.hpp"
#include "grader/system/object_file.hpp"
#include "grader/system/process.hpp"
#include "grader/system/toolchain_view.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;

std::vector<fs::path> folders_of(const std::vector<fs::path>& files) {
  std::set<fs::path> folders;
  for (const fs::path& file : files)
    folders.insert(file.parent_path());
  return {folders.begin(), folders.end()};
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
    auto command = toolchain.link_command(inputs, link.binary, runtime);
    specs.push_back(
        confine_tool(sandbox, compiler_run(std::move(command), folder), folders_of(inputs)));
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

std::vector<fs::path> ours(const Prebuilt& prebuilt) {
  std::vector<fs::path> objects = prebuilt.stress;
  objects.insert(objects.end(), prebuilt.explore.begin(), prebuilt.explore.end());
  std::sort(objects.begin(), objects.end());
  objects.erase(std::unique(objects.begin(), objects.end()), objects.end());
  return objects;
}

}  // namespace

BuildResult compile(const Course& course, const LabSpec& lab, const Submission& submission,
                    const Prebuilt& prebuilt, const std::vector<Judge>& judges,
                    const Config& config, const Toolchain& toolchain, const Sandbox& sandbox,
                    const fs::path& folder) {
  fs::create_directories(folder);
  const std::vector<Link> links = wanted_links(judges, config, folder);
  BuildResult result;
  result.rejection = check_source(course, lab, submission, prebuilt, toolchain, sandbox, folder);
  if (result.rejection) return result;
  Toolchain::Compilation what = adapter_compilation(course, lab, submission);
  what.prelude = prebuilt.prelude;
  what.object = folder / "adapter.o";
  what.names.emplace_back(folder, "/build");
  const ProcessOutcome compiled =
      run_process(confine_tool(sandbox, compiler_run(toolchain.compile_command(what), folder),
                               adapter_inputs(course, lab, submission, prebuilt)));
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
  result.rejection = check_object(read_object(what.object), foreign_names(ours(prebuilt)));
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
