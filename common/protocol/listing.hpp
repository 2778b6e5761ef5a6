#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/judge.hpp"

// What a test binary prints to stdout when called with `--list`: one line per scenario, fields
// parted by tabs. The grader asks a binary of the lab's own objects, never one that holds a
// student's code. Pure functions; safe from any thread.
namespace protocol {

struct ScenarioEntry {
  std::string name;  // "Lock.CounterUnderContention", unique in its lab
  ScenarioKind kind = ScenarioKind::behaviour;
  std::uint32_t weight = 1;  // how many shares of its group's points it gets
  std::string file;          // "labs/lock/tests/hidden.cpp"
  std::uint32_t line = 0;
  std::string topic;  // what a student may read of a hidden one: "many threads, one counter"
};

// The entry's line, with its newline. No field may hold a tab or a newline.
[[nodiscard]] std::string encode_line(const ScenarioEntry& entry);

// All entries in `text`, in its order; nothing where a line is malformed or a name comes twice.
[[nodiscard]] std::optional<std::vector<ScenarioEntry>> parse_listing(std::string_view text);

}  // namespace protocol
