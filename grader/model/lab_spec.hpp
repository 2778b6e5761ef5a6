#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "grader/model/points.hpp"

// What labs.toml says. Plain values: made by stages/load_labs, never changed after.
namespace grader {

// The groups that a lab's points come from, in the order in which reports show them.
enum class Group : std::uint8_t { behaviour, explore, stress, speed };

inline constexpr std::array kGroups = {Group::behaviour, Group::explore, Group::stress,
                                       Group::speed};

[[nodiscard]] constexpr std::string_view to_string(Group group) {
  constexpr std::array<std::string_view, kGroups.size()> kNames = {"behaviour", "explore", "stress",
                                                                   "speed"};
  return kNames.at(static_cast<std::size_t>(group));
}

struct PointsBy {
  Points behaviour, explore, stress, speed;

  [[nodiscard]] constexpr Points of(Group group) const {
    switch (group) {
      case Group::behaviour:
        return behaviour;
      case Group::explore:
        return explore;
      case Group::stress:
        return stress;
      case Group::speed:
        return speed;
    }
    return {};
  }
};

// What one test process may use.
struct Limits {
  std::chrono::seconds wall{10};
  std::uint64_t memory_bytes = 0;
  std::uint32_t threads = 0;
  std::uint64_t output_bytes = 0;
  std::chrono::seconds cpu{20};           // of all threads together
  std::uint64_t disk_bytes = 16U << 20U;  // what it may write, where it may write at all
};

// Tokens that a submission of this lab may not contain, and what to do instead.
struct ForbidRule {
  std::vector<std::string> tokens;  // "std::mutex", matched as whole tokens
  std::string hint;
};

struct LabSpec {
  std::string name;   // "rlock": its folder under labs/, its word on the command line
  std::string title;  // "RLock: a lock that its owner may take again"
  Points points;
  PointsBy points_by;  // sums to `points`
  std::vector<std::string> prerequisites;
  std::vector<std::string> submit;  // "rlock.hpp", and what else may come with it
  std::vector<ForbidRule> forbid;
  Limits limits;
};

struct Course {
  std::filesystem::path root;  // the folder that holds labs.toml
  std::string name;
  std::vector<LabSpec> labs;  // in the order of labs.toml, which is the order to do them in

  [[nodiscard]] const LabSpec* find(std::string_view lab) const {
    for (const LabSpec& spec : labs) {
      if (spec.name == lab) return &spec;
    }
    return nullptr;
  }
};

}  // namespace grader
