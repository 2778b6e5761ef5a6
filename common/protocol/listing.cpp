#include "protocol/listing.hpp"

#include <array>
#include <charconv>
#include <set>

namespace protocol {
namespace {

constexpr std::size_t kFields = 7;

template <class Number>
bool parse_number(std::string_view text, Number& number) {
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  return error == std::errc{} && stop == end;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (true) {
    const std::size_t end = text.find(separator);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

bool parse_judges(std::string_view text, std::vector<Judge>& judges) {
  for (const std::string_view word : split(text, ',')) {
    const auto judge = parse_judge(word);
    if (!judge) return false;
    judges.push_back(*judge);
  }
  return true;
}

std::optional<ScenarioEntry> parse_line(std::string_view line) {
  const std::vector<std::string_view> fields = split(line, '\t');
  if (fields.size() != kFields) return std::nullopt;
  ScenarioEntry entry;
  entry.name = fields[0];
  entry.visibility = fields[1];
  const auto kind = parse_scenario_kind(fields[2]);
  if (entry.name.empty() || !kind || !parse_judges(fields[3], entry.judges) ||
      !parse_number(fields[4], entry.weight) || !(entry.weight > 0) ||
      !parse_number(fields[5], entry.schedules)) {
    return std::nullopt;
  }
  entry.kind = *kind;
  entry.topic = fields[6];
  return entry;
}

}  // namespace

std::optional<std::vector<ScenarioEntry>> parse_listing(std::string_view text) {
  std::vector<ScenarioEntry> entries;
  std::set<std::string> names;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos) return std::nullopt;
    auto entry = parse_line(text.substr(0, end));
    if (!entry || !names.insert(entry->name).second) return std::nullopt;
    entries.push_back(std::move(*entry));
    text.remove_prefix(end + 1);
  }
  return entries;
}

}  // namespace protocol
