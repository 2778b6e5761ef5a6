#include "grader/commands/command.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "grader/model/error.hpp"
#include "grader/system/cache_folder.hpp"
#include "grader/system/cores.hpp"
#include "grader/system/suggestion.hpp"
#include "grader/system/terminal.hpp"

namespace grader {
namespace {

constexpr unsigned kLeastWidth = 60;
constexpr unsigned kMostWidth = 120;

ColorWish to_wish(const std::string& color) {
  if (color == "always") return ColorWish::always;
  return color == "never" ? ColorWish::never : ColorWish::automatic;
}

}  // namespace

Tier parse_tier(const std::string& word) {
  for (const Tier tier : {Tier::full, Tier::restricted}) {
    if (to_string(tier) == word) return tier;
  }
  return Tier::basic;
}

void add_cxx_option(CLI::App& command, std::string& cxx) {
  command.add_option("--cxx", cxx, "The compiler (default: the first of g++, clang++)")
      ->type_name("COMPILER");
}

void add_color_option(CLI::App& command, std::string& color) {
  color = "auto";
  command.add_option("--color", color, "Colour in texts: auto, always or never")
      ->check(CLI::IsMember({"auto", "always", "never"}))
      ->type_name("WHEN")
      ->capture_default_str();
}

void add_common_options(CLI::App& command, CommonOptions& options) {
  add_cxx_option(command, options.cxx);
  command.add_option("--jobs,-j", options.jobs, "Processes at once (default: one for each core)")
      ->check(CLI::Range(1, 1024))
      ->type_name("N");
  command.add_option("--seed", options.seed, "Seed of every random choice")
      ->type_name("N")
      ->capture_default_str();
  add_color_option(command, options.color);
  command
      .add_option("--at-most", options.at_most)  // for tests and demonstrations
      ->check(CLI::IsMember({"full", "restricted", "basic"}))
      ->group("");
  command.add_flag("-v,--verbose", options.verbose, "Show raw reports and outputs, too");
}

Config make_config(const Surroundings& surroundings, const CommonOptions& options) {
  Config config;
  config.course = surroundings.course;
  config.cache = CacheFolder::default_root();
  config.explorer_library = surroundings.explorer_library;
  config.init = surroundings.init;
  config.at_most = parse_tier(options.at_most);
  config.cxx = options.cxx;
  const unsigned cores = usable_cores();
  config.jobs = options.jobs == 0 ? cores : std::min(options.jobs, cores);
  config.seed = options.seed;
  config.verbosity = options.verbose ? Verbosity::verbose : Verbosity::normal;
  return config;
}

RenderOptions make_render_options(const std::string& color) {
  RenderOptions render;
  render.color = color_for(to_wish(color), STDOUT_FILENO);
  render.width = std::clamp(terminal_size(STDOUT_FILENO).columns, kLeastWidth, kMostWidth);
  return render;
}

RenderOptions make_render_options(const CommonOptions& options) {
  RenderOptions render = make_render_options(options.color);
  render.verbosity = options.verbose ? Verbosity::verbose : Verbosity::normal;
  return render;
}

const LabSpec& find_lab(const Course& course, const std::string& name) {
  if (const LabSpec* lab = course.find(name)) return *lab;
  std::vector<std::string_view> names;
  for (const LabSpec& lab : course.labs)
    names.push_back(lab.name);
  std::string remedy = did_you_mean(name, names);
  if (remedy.empty()) remedy = "; `./lockstep list` shows them all";
  throw UsageError(fmt::format("there is no lab '{}'{}", name, remedy));
}

std::vector<const LabSpec*> find_labs(const Course& course, std::span<const std::string> names) {
  std::vector<const LabSpec*> wanted;
  for (const std::string& name : names)
    wanted.push_back(&find_lab(course, name));
  std::vector<const LabSpec*> labs;
  for (const LabSpec& lab : course.labs) {
    if (names.empty() || std::find(wanted.begin(), wanted.end(), &lab) != wanted.end()) {
      labs.push_back(&lab);
    }
  }
  return labs;
}

void print(const std::string& text) {
  std::string_view rest = text;
  while (!rest.empty()) {
    const ssize_t written = ::write(STDOUT_FILENO, rest.data(), rest.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0 && errno == EPIPE) return;
    if (written < 0) {
      throw Error(fmt::format("the result cannot be written to stdout: {}", std::strerror(errno)));
    }
    rest.remove_prefix(static_cast<std::size_t>(written));
  }
}

}  // namespace grader
