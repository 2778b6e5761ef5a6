#include "grader/system/toolchain.hpp"

#include <fmt/format.h>

#include <array>
#include <regex>

#include "grader/model/error.hpp"
#include "grader/system/executable.hpp"
#include "grader/system/process.hpp"

namespace grader {
namespace {

constexpr std::array<std::string_view, 3> kCandidates = {"g++", "clang++", "c++"};

std::filesystem::path find_compiler(const std::string& wanted) {
  if (!wanted.empty()) {
    if (const auto found = find_executable(wanted)) return *found;
    throw Error(
        fmt::format("no compiler '{}' was found; name one that is installed, such as "
                    "--cxx g++",
                    wanted));
  }
  for (const std::string_view candidate : kCandidates) {
    if (const auto found = find_executable(candidate)) return *found;
  }
  throw Error("no C++ compiler was found in PATH; install one: apt-get install g++");
}

std::string version_line(const std::filesystem::path& compiler) {
  ProcessSpec spec;
  spec.argv = {compiler.string(), "--version"};
  spec.environment = tool_environment("/tmp");
  const ProcessOutcome outcome = run_process(spec);
  if (!outcome.succeeded() || outcome.out.empty()) {
    throw Error(fmt::format("'{}' is no compiler that tells its --version; name another with --cxx",
                            compiler.string()));
  }
  return outcome.out.substr(0, outcome.out.find('\n'));
}

}  // namespace

Toolchain Toolchain::find(const std::string& wanted) {
  Toolchain toolchain;
  toolchain.compiler_ = find_compiler(wanted);
  const std::string line = version_line(toolchain.compiler_);
  toolchain.family_ = line.find("clang") == std::string::npos ? Family::gnu : Family::clang;
  std::smatch version;
  std::regex_search(line, version, std::regex(R"(\d+\.\d+(\.\d+)?)"));
  toolchain.name_ =
      fmt::format("{} {}", toolchain.family_ == Family::gnu ? "g++" : "clang++", version.str());
  // The same path may hold another compiler after an upgrade: the line tells.
  const auto real = std::filesystem::canonical(toolchain.compiler_);
  toolchain.identity_ =
      fmt::format("{}\n{}\n{}", real.string(), line, std::filesystem::file_size(real));
  if (find_executable("ld.gold")) toolchain.linker_ = {"-fuse-ld=gold"};
  return toolchain;
}

std::vector<std::string> Toolchain::compile_command(const Compilation& what) const {
  std::vector<std::string> command = {compiler_.string(), "-std=c++20", "-fdiagnostics-color=never",
                                      // libstdc++'s other semaphore hides from the explorer.
                                      "-D_GLIBCXX_USE_POSIX_SEMAPHORE=1"};
  if (what.purpose == Purpose::speed) {
    command.emplace_back("-O2");
  } else {
    command.insert(command.end(), {"-O1", "-g1", "-fsanitize=thread"});
    // g++ warns that ThreadSanitizer knows no fences; the explorer does.
    if (family_ == Family::gnu) command.emplace_back("-Wno-tsan");
  }
  if (what.strangers == Strangers::bounded) {
    const bool gnu = family_ == Family::gnu;
    command.insert(command.end(),
                   {gnu ? "-fmax-errors=20" : "-ferror-limit=20", "-ftemplate-depth=256",
                    gnu ? "-fconstexpr-ops-limit=10000000" : "-fconstexpr-steps=10000000"});
  }
  for (const auto& folder : what.include_folders) {
    command.emplace_back("-iquote");
    command.push_back(folder.string());
  }
  for (const auto& [folder, name] : what.names)
    command.push_back(fmt::format("-ffile-prefix-map={}={}", folder.string(), name));
  command.insert(command.end(), what.options.begin(), what.options.end());
  if (what.prelude) command.insert(command.end(), {"-include", what.prelude->string()});
  if (what.until == Until::object) {
    command.emplace_back("-c");
  } else {
    command.emplace_back("-E");
    // Else the whole prelude would be written out.
    if (what.prelude) command.emplace_back("-fpch-preprocess");
  }
  command.insert(command.end(), {what.source.string(), "-o", what.object.string()});
  return command;
}

std::vector<std::string> Toolchain::prelude_command(const Compilation& what) const {
  std::vector<std::string> command = compile_command(what);
  command.insert(command.begin() + 1, {"-x", "c++-header"});
  return command;
}

std::filesystem::path Toolchain::prelude_file(const std::filesystem::path& header) {
  return header.string() + ".gch";
}

std::vector<std::string> Toolchain::link_command(const std::vector<std::filesystem::path>& inputs,
                                                 const std::filesystem::path& output,
                                                 Runtime runtime, Undefined undefined) const {
  std::vector<std::string> command = {compiler_.string()};
  command.insert(command.end(), linker_.begin(), linker_.end());
  if (runtime == Runtime::sanitizer) {
    // The harness is to know where a submission uses fences: ThreadSanitizer does not heed them.
    command.insert(command.end(), {"-fsanitize=thread", "-Wl,--wrap=__tsan_atomic_thread_fence"});
  }
  if (undefined == Undefined::ignored) {
    command.insert(command.end(), {"-no-pie", "-Wl,--unresolved-symbols=ignore-all"});
  }
  for (const auto& input : inputs)
    command.push_back(input.string());
  if (runtime == Runtime::benchmark) {
    command.insert(command.end(), {"-lbenchmark_main", "-lbenchmark"});
  }
  command.insert(command.end(), {"-o", output.string(), "-lpthread", "-ldl"});
  return command;
}

}  // namespace grader
