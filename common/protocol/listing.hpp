#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/judge.hpp"

// What a test binary prints to stdout when called with `--list`: one line per scenario, seven
// fields with a tab between them, in the order of ScenarioEntry. The grader asks a binary of the
// lab's own objects, never one that holds a student's code. Pure functions; safe from any thread.
namespace protocol {

struct ScenarioEntry {
  std::string name;        // "Lock.CounterUnderContention", unique in its lab
  std::string visibility;  // the stem of its file's name: "public", "hidden", "stress"
  ScenarioKind kind = ScenarioKind::behaviour;
  std::vector<Judge> judges;    // "explore,stress": those that can judge it
  double weight = 1;            // how many shares of its group's points it gets: 1, 0.5
  std::uint32_t schedules = 0;  // explore's budget; 0: the course's
  std::string topic;            // what a student may read of a hidden one; no tab, no newline
};

// All entries in `text`, in its order; nothing where a line is malformed or a name comes twice.
[[nodiscard]] std::optional<std::vector<ScenarioEntry>> parse_listing(std::string_view text);

}  // namespace protocol
