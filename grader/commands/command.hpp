#pragma once

#include <CLI/CLI.hpp>
#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "grader/model/config.hpp"
#include "grader/model/lab_spec.hpp"
#include "grader/model/report.hpp"

// What all commands share. A command is a pair of files with one function,
//   void add_grade(CLI::App& app, const Surroundings& surroundings, Run& chosen);
// which declares its options and, once parsed, sets `chosen` to what to do.
namespace grader {

// Statuses that the program ends with. What is thrown is turned into one in main.
inline constexpr int kDone = 0;
inline constexpr int kBelowFullMarks = 1;  // `grade` only
inline constexpr int kTrouble = 2;
inline constexpr int kInterrupted = 130;

// Where this program finds what it needs, whatever the command.
struct Surroundings {
  std::filesystem::path course;            // the folder that holds labs.toml
  std::filesystem::path explorer_library;  // of this build
  std::filesystem::path init;              // of this build
};

using Run = std::function<int()>;

// Options that every command has which compiles or runs something, and their defaults.
struct CommonOptions {
  std::string cxx;
  unsigned jobs = 0;  // 0: as many as there are cores
  std::uint64_t seed = 1;
  std::string color = "auto";
  std::string at_most = "full";
  bool verbose = false;
};
void add_common_options(CLI::App& command, CommonOptions& options);

// "full", "restricted", "basic".
[[nodiscard]] Tier parse_tier(const std::string& word);

// Single ones of them, for a command that has no use for the rest.
void add_cxx_option(CLI::App& command, std::string& cxx);
void add_color_option(CLI::App& command, std::string& color);

// A configuration from these; the rest of it as by default.
[[nodiscard]] Config make_config(const Surroundings& surroundings, const CommonOptions& options);

// How to write to stdout: colour on a terminal, unless NO_COLOR or --color say otherwise.
[[nodiscard]] RenderOptions make_render_options(const CommonOptions& options);
[[nodiscard]] RenderOptions make_render_options(const std::string& color);

// The lab of that name. Throws UsageError, with the nearest name, where there is none.
[[nodiscard]] const LabSpec& find_lab(const Course& course, const std::string& name);

// Those of these names, in the course's order, each once; without names, all.
[[nodiscard]] std::vector<const LabSpec*> find_labs(const Course& course,
                                                    std::span<const std::string> names);

// Writes all of `text` to stdout. Throws Error where that fails (a full disk; a closed pipe is
// no error: whoever read from it has had enough).
void print(const std::string& text);

}  // namespace grader
