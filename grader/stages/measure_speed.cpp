#include "grader/stages/measure_speed.hpp"

#include <fmt/format.h>

#include "grader/model/error.hpp"
#include "grader/stages/speed_times.hpp"
#include "grader/system/digest.hpp"
#include "grader/system/executable.hpp"
#include "grader/system/process.hpp"
#include "grader/system/read_file.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;

constexpr int kLeastRounds = 2;
constexpr int kMostRounds = 8;

ProcessSpec tool(std::vector<std::string> argv, const fs::path& folder) {
  ProcessSpec spec;
  spec.argv = std::move(argv);
  spec.environment = tool_environment(folder);
  spec.directory = folder;
  return spec;
}

// `tree`: where the lab's own header is looked for first.
ProcessOutcome compile_native(const Course& course, const Toolchain& toolchain,
                              const fs::path& source, const fs::path& tree,
                              const fs::path& object) {
  Toolchain::Compilation what;
  what.source = source;
  what.object = object;
  what.include_folders = {tree, course.root / "common" / "baseline", course.root / "common",
                          course.root};
  what.purpose = Purpose::speed;
  what.strangers = Strangers::bounded;
  return run_process(tool(toolchain.compile_command(what), object.parent_path()));
}

ProcessOutcome link(const Toolchain& toolchain, const std::vector<fs::path>& objects,
                    const fs::path& binary) {
  return run_process(
      tool(toolchain.link_command(objects, binary, Runtime::benchmark), binary.parent_path()));
}

void expect(const ProcessOutcome& outcome, const std::string& what) {
  if (!outcome.succeeded()) throw Error(what + ":\n" + outcome.err);
}

// speed.o, and the binary of the stand-in.
fs::path prebuild_speed(const Course& course, const LabSpec& lab, const SpeedTools& tools) {
  const fs::path lab_folder = course.root / "labs" / lab.name;
  const fs::path baseline = course.root / "common" / "baseline";
  Digest digest;
  digest.add(tools.toolchain.identity());
  for (const std::string& word : tools.toolchain.compile_command({.purpose = Purpose::speed}))
    digest.add(word);
  for (const auto& file : {lab_folder / "speed.cpp", lab_folder / "adapter.cpp",
                           lab_folder / "subject.hpp", baseline / lab.name / (lab.name + ".hpp")}) {
    digest.add(read_file(file));
  }
  const std::string key = fmt::format("speed-{}-{}", lab.name, digest.hex().substr(0, 32));
  return tools.cache.entry(key, [&](const fs::path& folder) {
    tools.say(fmt::format("compiling the benchmark of '{}', once", lab.name));
    const fs::path adapter = folder / "adapter.o";
    expect(compile_native(course, tools.toolchain, lab_folder / "speed.cpp", baseline,
                          folder / "speed.o"),
           fmt::format("labs/{}/speed.cpp does not compile", lab.name));
    expect(compile_native(course, tools.toolchain, lab_folder / "adapter.cpp", baseline, adapter),
           fmt::format("common/baseline/{} does not compile", lab.name));
    expect(link(tools.toolchain, {folder / "speed.o", adapter}, folder / "stand_in"),
           fmt::format("labs/{}/speed.cpp cannot be linked", lab.name));
  });
}

// One round of all benchmarks; nothing where the program did not get through them.
std::optional<SpeedTimes> run_round(const fs::path& binary, const LabSpec& lab,
                                    const Sandbox& sandbox) {
  ProcessSpec spec = tool({binary.string(), "--benchmark_format=json", "--benchmark_min_time=0.02"},
                          binary.parent_path());
  spec.limits.wall = lab.limits.wall;
  spec.limits.memory_bytes = lab.limits.memory_bytes;
  const ProcessOutcome outcome = run_process(sandbox.confine(std::move(spec), {{binary}, {}}));
  if (!outcome.succeeded()) return std::nullopt;
  return parse_speed_times(outcome.out);
}

}  // namespace

std::vector<CheckResult> measure_speed(const Course& course, const LabSpec& lab,
                                       const Submission& submission, const SpeedTools& tools,
                                       const fs::path& folder) {
  if (!fs::exists(course.root / "labs" / lab.name / "speed.cpp")) return {};
  const fs::path prebuilt = prebuild_speed(course, lab, tools);
  fs::create_directories(folder);
  const fs::path adapter = course.root / "labs" / lab.name / "adapter.cpp";
  expect(compile_native(course, tools.toolchain, adapter, submission.tree, folder / "adapter.o"),
         "a submission that compiled does not compile with -O2");
  expect(link(tools.toolchain, {prebuilt / "speed.o", folder / "adapter.o"}, folder / "speed"),
         "a submission that could be linked cannot be linked with the benchmark");
  SpeedTimes own;
  SpeedTimes stand_in;
  for (int round = 0; round < kMostRounds; ++round) {
    tools.say(fmt::format("{}: measuring, round {}", lab.name, round + 1));
    const auto reference = run_round(prebuilt / "stand_in", lab, tools.sandbox);
    if (!reference) throw Error(fmt::format("labs/{}/speed.cpp: gave no times", lab.name));
    keep_least(stand_in, *reference);
    const auto measured = run_round(folder / "speed", lab, tools.sandbox);
    if (!measured) break;
    keep_least(own, *measured);
    if (round + 1 >= kLeastRounds && all_fast(own, stand_in)) break;
  }
  return judge_speed(own, stand_in);
}

}  // namespace grader
