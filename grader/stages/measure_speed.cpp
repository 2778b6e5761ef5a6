#include "grader/stages/measure_speed.hpp"

#include <fmt/format.h>

#include "grader/model/error.hpp"
#include "grader/stages/compile_limits.hpp"
#include "grader/stages/speed_times.hpp"
#include "grader/system/digest.hpp"
#include "grader/system/executable.hpp"
#include "grader/system/process.hpp"
#include "grader/system/read_file.hpp"
#include "grader/system/shared_libraries.hpp"
#include "grader/system/toolchain_view.hpp"

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
  spec.limits = compiler_limits();
  return spec;
}

// `tree`: where the lab's own header is looked for first.
ProcessOutcome compile_native(const Course& course, const SpeedTools& tools, const fs::path& source,
                              const fs::path& tree, const fs::path& object) {
  Toolchain::Compilation what;
  what.source = source;
  what.object = object;
  what.include_folders = {tree, course.root / "common" / "baseline", course.root / "common",
                          course.root};
  what.purpose = Purpose::speed;
  what.strangers = Strangers::bounded;
  return run_process(
      confine_tool(tools.sandbox, tool(tools.toolchain.compile_command(what), object.parent_path()),
                   {course.root / "common", source, source.parent_path() / "subject.hpp", tree}));
}

ProcessOutcome link(const SpeedTools& tools, const std::vector<fs::path>& objects,
                    const fs::path& binary) {
  return run_process(confine_tool(
      tools.sandbox,
      tool(tools.toolchain.link_command(objects, binary, Runtime::benchmark), binary.parent_path()),
      objects));
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
    expect(compile_native(course, tools, lab_folder / "speed.cpp", baseline, folder / "speed.o"),
           fmt::format("labs/{}/speed.cpp does not compile", lab.name));
    expect(compile_native(course, tools, lab_folder / "adapter.cpp", baseline, adapter),
           fmt::format("common/baseline/{} does not compile", lab.name));
    expect(link(tools, {folder / "speed.o", adapter}, folder / "stand_in"),
           fmt::format("labs/{}/speed.cpp cannot be linked", lab.name));
  });
}

// One round of all benchmarks; nothing where the program did not get through them.
std::optional<SpeedTimes> run_round(const fs::path& binary, const LabSpec& lab,
                                    const Sandbox& sandbox) {
  ProcessSpec spec;
  spec.argv = {binary.string(), "--benchmark_format=json", "--benchmark_min_time=0.02"};
  spec.directory = binary.parent_path();
  spec.limits.wall = lab.limits.wall;
  spec.limits.memory_bytes = lab.limits.memory_bytes;
  spec.limits.scratch_bytes = lab.limits.disk_bytes;
  View view{loading_view(binary), {}};
  view.readable.push_back(binary);
  // Google Benchmark looks at the processor, and complains where it cannot.
  view.readable.emplace_back("/sys/devices/system/cpu");
  const ProcessOutcome outcome = run_process(sandbox.confine(std::move(spec), view, Duty::test));
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
  expect(compile_native(course, tools, adapter, submission.tree, folder / "adapter.o"),
         "a submission that compiled does not compile with -O2");
  expect(link(tools, {prebuilt / "speed.o", folder / "adapter.o"}, folder / "speed"),
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
