#include "protocol/listing.hpp"

#include <array>
#include <charconv>
#include <set>

namespace protocol {
namespace {

constexpr std::size_t kFields = 6;

bool parse_number(std::string_view text, std::uint32_t& number) {
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  return error == std::errc{} && stop == end;
}

std::optional<std::array<std::string_view, kFields>> split(std::string_view line) {
  std::array<std::string_view, kFields> fields;
  for (std::size_t i = 0; i + 1 < kFields; ++i) {
    const std::size_t tab = line.find('\t');
    if (tab == std::string_view::npos) return std::nullopt;
    fields.at(i) = line.substr(0, tab);
    line.remove_prefix(tab + 1);
  }
  if (line.find('\t') != std::string_view::npos) return std::nullopt;
  fields.back() = line;
  return fields;
}

std::optional<ScenarioEntry> parse_line(std::string_view line) {
  const auto fields = split(line);
  if (!fields) return std::nullopt;
  const auto& [name, kind, weight, file, number, topic] = *fields;
  const auto parsed_kind = parse_scenario_kind(kind);
  ScenarioEntry entry;
  if (name.empty() || !parsed_kind || !parse_number(weight, entry.weight) ||
      !parse_number(number, entry.line) || entry.weight == 0) {
    return std::nullopt;
  }
  entry.name = name;
  entry.kind = *parsed_kind;
  entry.file = file;
  entry.topic = topic;
  return entry;
}

}  // namespace

std::string encode_line(const ScenarioEntry& entry) {
  std::string line = entry.name;
  for (const std::string& field : {std::string(to_string(entry.kind)), std::to_string(entry.weight),
                                   entry.file, std::to_string(entry.line), entry.topic}) {
    line += '\t';
    line += field;
  }
  return line + '\n';
}

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
