#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/judge.hpp"

// What the command line and the environment decided, before anything is read or run.
namespace grader {

using protocol::Judge;

enum class Budget : std::uint8_t { quick, full };

// Which classes a lab's prerequisites come from.
enum class Prerequisites : std::uint8_t { baseline, own };

enum class Tier : std::uint8_t { basic, restricted, full };

enum class Verbosity : std::uint8_t { normal, verbose };

[[nodiscard]] constexpr std::string_view to_string(Tier tier) {
  switch (tier) {
    case Tier::basic:
      return "basic";
    case Tier::restricted:
      return "restricted";
    case Tier::full:
      return "full";
  }
  return "";
}

struct Config {
  std::filesystem::path course;            // the folder that holds labs.toml
  std::filesystem::path cache;             // prebuilt objects live here
  std::filesystem::path explorer_library;  // libexplorer.a of this build
  std::filesystem::path init;              // the program that confines, of this build
  std::string cxx;                         // the compiler asked for; empty: the first one found
  std::vector<Judge> judges;               // empty: explore and stress, speed where it has points
  Budget budget = Budget::full;
  std::uint64_t seed = 1;
  unsigned jobs = 1;  // processes at once
  Prerequisites prerequisites = Prerequisites::baseline;
  Tier require = Tier::basic;  // refuse to grade below this
  Tier at_most = Tier::full;   // and confine no better than this, to see what a tier does
  Verbosity verbosity = Verbosity::normal;
};

}  // namespace grader
