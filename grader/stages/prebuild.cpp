#include "grader/stages/prebuild.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "grader/model/error.hpp"
#include "grader/stages/prebuild_prelude.hpp"
#include "grader/system/atomic_file.hpp"
#include "grader/system/digest.hpp"
#include "grader/system/executable.hpp"
#include "grader/system/process.hpp"
#include "grader/system/read_file.hpp"
#include "protocol/listing.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kFormat = "4";  // of a cache entry; change it when its layout changes
constexpr std::string_view kManifestFile = "manifest.tsv";
constexpr std::string_view kPreludeFile = "prelude.hpp";

// Which of the harness's sources only one of the judges is made of.
constexpr std::array<std::string_view, 4> kStressOnly = {"sanitizer_gaps", "stress_judge",
                                                         "task_states", "watchdog"};
constexpr std::array<std::string_view, 2> kExploreOnly = {"explore_judge", "explore_report"};

bool is_source(const fs::path& path) {
  return path.extension() == ".cpp" && !path.stem().string().ends_with("_test");
}

std::vector<fs::path> files_under(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::vector<fs::path> sources_in(const fs::path& folder) {
  std::vector<fs::path> sources;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (is_source(entry.path())) sources.push_back(entry.path());
  }
  std::sort(sources.begin(), sources.end());
  return sources;
}

std::vector<fs::path> harness_sources(const Course& course) {
  std::vector<fs::path> sources = sources_in(course.root / "common" / "harness");
  sources.push_back(course.root / "common" / "protocol" / "frame.cpp");
  // First in the link: it reads the order before anybody else's constructor runs.
  std::stable_partition(sources.begin(), sources.end(),
                        [](const fs::path& source) { return source.stem() == "order_intake"; });
  return sources;
}

// Any header of common/ may be part of any object.
void add_shared_headers(Digest& digest, const Course& course) {
  for (const fs::path& file : files_under(course.root / "common")) {
    if (file.extension() != ".hpp" && file.extension() != ".h") continue;
    digest.add(file.lexically_relative(course.root).string()).add(read_file(file));
  }
}

std::string key_of(std::string_view what, const Course& course, const Toolchain& toolchain,
                   const std::vector<fs::path>& files) {
  Digest digest;
  digest.add(kFormat).add(toolchain.identity());
  for (const std::string& word : toolchain.compile_command({}))
    digest.add(word);
  for (const std::string& word : toolchain.link_command({}, "", Runtime::sanitizer))
    digest.add(word);
  add_shared_headers(digest, course);
  for (const fs::path& file : files)
    digest.add(file.lexically_relative(course.root).string()).add(read_file(file));
  return fmt::format("{}-{}", what, digest.hex().substr(0, 32));
}

fs::path object_in(const fs::path& folder, const fs::path& source) {
  return folder / (source.stem().string() + ".o");
}

std::vector<fs::path> objects_in(const fs::path& folder, const std::vector<fs::path>& sources) {
  std::vector<fs::path> objects;
  for (const fs::path& source : sources)
    objects.push_back(object_in(folder, source));
  return objects;
}

ProcessSpec compilation(const Course& course, const Toolchain& toolchain, const fs::path& source,
                        const fs::path& folder) {
  Toolchain::Compilation what;
  what.source = source;
  what.object = object_in(folder, source);
  what.include_folders = {course.root / "common", course.root};
  what.names = {{course.root, "/lockstep"}};
  ProcessSpec spec;
  spec.argv = toolchain.compile_command(what);
  spec.environment = tool_environment(folder);
  spec.directory = course.root;
  spec.limits.wall = std::chrono::minutes(5);
  return spec;
}

void compile_all(const Course& course, const Toolchain& toolchain,
                 const std::vector<fs::path>& sources, const fs::path& folder, unsigned jobs) {
  std::vector<ProcessSpec> specs;
  for (const fs::path& source : sources)
    specs.push_back(compilation(course, toolchain, source, folder));
  const std::vector<ProcessOutcome> outcomes = run_processes(specs, jobs);
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    if (outcomes[i].succeeded()) continue;
    throw Error(fmt::format("{}: does not compile with {}:\n{}",
                            sources[i].lexically_relative(course.root).string(), toolchain.name(),
                            outcomes[i].err));
  }
}

void compile_prelude(const Course& course, const LabSpec& lab, const Toolchain& toolchain,
                     const fs::path& folder) {
  const fs::path adapter = course.root / "labs" / lab.name / "adapter.cpp";
  const fs::path header = folder / kPreludeFile;
  write_file_atomically(header, prelude_of(read_file(adapter)));
  Toolchain::Compilation what;
  what.source = header;
  what.object = Toolchain::prelude_file(header);
  what.include_folders = {course.root / "common", course.root};
  what.names = {{course.root, "/lockstep"}};
  ProcessSpec spec;
  spec.argv = toolchain.prelude_command(what);
  spec.environment = tool_environment(folder);
  spec.directory = course.root;
  spec.limits.wall = std::chrono::minutes(5);  // on a busy machine a minute is little
  if (const ProcessOutcome outcome = run_process(spec); !outcome.succeeded()) {
    throw Error(fmt::format("labs/{}/adapter.cpp: what it includes does not compile with {}:\n{}",
                            lab.name, toolchain.name(), outcome.err));
  }
}

std::vector<fs::path> for_judge(const std::vector<fs::path>& objects,
                                std::span<const std::string_view> excluded) {
  std::vector<fs::path> kept;
  std::copy_if(objects.begin(), objects.end(), std::back_inserter(kept), [&](const fs::path& o) {
    return std::find(excluded.begin(), excluded.end(), o.stem().string()) == excluded.end();
  });
  return kept;
}

// A binary of our objects alone, whose missing halves are never called, tells what they hold.
std::string ask_for_listing(const Toolchain& toolchain, const std::vector<fs::path>& objects,
                            const fs::path& folder) {
  const fs::path lister = folder / "lister";
  ProcessSpec link;
  link.argv = toolchain.link_command(objects, lister, Runtime::sanitizer, Undefined::ignored);
  link.environment = tool_environment(folder);
  if (const ProcessOutcome outcome = run_process(link); !outcome.succeeded()) {
    throw Error("the lab's test objects cannot be linked:\n" + outcome.err);
  }
  ProcessSpec list;
  list.argv = {lister.string(), "--list"};
  const ProcessOutcome outcome = run_process(list);
  fs::remove(lister);
  if (!outcome.succeeded() || !protocol::parse_listing(outcome.out)) {
    throw Error(fmt::format("the lab's tests cannot be listed; run `doctor`:\n{}{}", outcome.out,
                            outcome.err));
  }
  return outcome.out;
}

Manifest to_manifest(const LabSpec& lab, std::string_view listing) {
  Manifest manifest;
  const auto entries = protocol::parse_listing(listing);
  if (!entries || entries->empty()) {
    throw Error(fmt::format("labs/{}/tests: no scenario was found; write one", lab.name));
  }
  for (const protocol::ScenarioEntry& entry : *entries) {
    Scenario scenario;
    scenario.name = entry.name;
    scenario.kind = entry.kind;
    scenario.visibility =
        entry.visibility.starts_with("public") ? Visibility::open : Visibility::hidden;
    scenario.judges = entry.judges;
    scenario.weight = entry.weight;
    scenario.schedules = entry.schedules;
    scenario.topic = entry.topic;
    scenario.file = fmt::format("labs/{}/tests/{}.cpp", lab.name, entry.visibility);
    manifest.scenarios.push_back(std::move(scenario));
  }
  return manifest;
}

}  // namespace

Prebuilt prebuild(const Course& course, const LabSpec& lab, const Toolchain& toolchain,
                  const CacheFolder& cache, unsigned jobs,
                  const std::function<void(const std::string&)>& say) {
  const auto harness = harness_sources(course);
  const fs::path harness_folder =
      cache.entry(key_of("harness", course, toolchain, harness), [&](const fs::path& folder) {
        say("compiling the test harness, once");
        compile_all(course, toolchain, harness, folder, jobs);
      });
  const auto harness_objects = objects_in(harness_folder, harness);

  const fs::path lab_folder = course.root / "labs" / lab.name;
  const auto tests = sources_in(lab_folder / "tests");
  auto inputs = files_under(lab_folder / "tests");
  inputs.push_back(lab_folder / "subject.hpp");
  inputs.push_back(lab_folder / "adapter.cpp");
  inputs.insert(inputs.end(), harness.begin(), harness.end());
  const fs::path tests_folder =
      cache.entry(key_of(lab.name, course, toolchain, inputs), [&](const fs::path& folder) {
        say(fmt::format("compiling the tests of '{}', once", lab.name));
        compile_all(course, toolchain, tests, folder, jobs);
        auto objects = for_judge(harness_objects, kExploreOnly);
        for (const fs::path& object : objects_in(folder, tests))
          objects.push_back(object);
        if (toolchain.compiles_preludes()) compile_prelude(course, lab, toolchain, folder);
        write_file_atomically(folder / kManifestFile, ask_for_listing(toolchain, objects, folder));
      });

  Prebuilt prebuilt;
  prebuilt.stress = for_judge(harness_objects, kExploreOnly);
  prebuilt.explore = for_judge(harness_objects, kStressOnly);
  for (const fs::path& object : objects_in(tests_folder, tests)) {
    prebuilt.stress.push_back(object);
    prebuilt.explore.push_back(object);
  }
  if (toolchain.compiles_preludes()) prebuilt.prelude = tests_folder / kPreludeFile;
  prebuilt.manifest = to_manifest(lab, read_file(tests_folder / kManifestFile));
  return prebuilt;
}

}  // namespace grader
