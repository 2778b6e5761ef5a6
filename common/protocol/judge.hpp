#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

// Who judges a scenario: real threads under ThreadSanitizer, or every schedule that the explorer
// can reach, or the clock. Pure functions; safe from any thread.
namespace protocol {

enum class Judge : std::uint8_t { stress, explore, speed };

// What a scenario is there for; decides the group that its points come from.
enum class ScenarioKind : std::uint8_t { behaviour, interleaving, stress };

[[nodiscard]] constexpr std::string_view to_string(Judge judge) {
  switch (judge) {
    case Judge::stress:
      return "stress";
    case Judge::explore:
      return "explore";
    case Judge::speed:
      return "speed";
  }
  return "";
}

[[nodiscard]] constexpr std::optional<Judge> parse_judge(std::string_view word) {
  for (const Judge judge : {Judge::stress, Judge::explore, Judge::speed}) {
    if (to_string(judge) == word) return judge;
  }
  return std::nullopt;
}

[[nodiscard]] constexpr std::string_view to_string(ScenarioKind kind) {
  switch (kind) {
    case ScenarioKind::behaviour:
      return "behaviour";
    case ScenarioKind::interleaving:
      return "interleaving";
    case ScenarioKind::stress:
      return "stress";
  }
  return "";
}

[[nodiscard]] constexpr std::optional<ScenarioKind> parse_scenario_kind(std::string_view word) {
  for (const ScenarioKind kind :
       {ScenarioKind::behaviour, ScenarioKind::interleaving, ScenarioKind::stress}) {
    if (to_string(kind) == word) return kind;
  }
  return std::nullopt;
}

}  // namespace protocol
