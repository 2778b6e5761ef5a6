#include "attacks/catalogue.hpp"

#include <fmt/format.h>

#include <ostream>

#include "grader/system/read_file.hpp"
#include "grader/system/strict_toml.hpp"

namespace attacks {

std::string Attack::name() const {
  const std::string words = fixture.substr(fixture.find_first_not_of("0123456789_"));
  std::string name = fmt::format("{:02}_{}", number, words);
  if (setup != "file") name += "_" + setup;
  if (judge != "stress") name += "_" + judge;
  return name;
}

grader::Tier tier_of(std::string_view word) {
  for (const grader::Tier tier : {grader::Tier::full, grader::Tier::restricted}) {
    if (word == to_string(tier)) return tier;
  }
  return grader::Tier::basic;
}

void PrintTo(const Attack& attack, std::ostream* out) {
  *out << attack.name();
}

std::vector<Attack> read_catalogue(const std::filesystem::path& file) {
  const auto root = grader::StrictTable::parse(grader::read_file(file), file.string(), {"attack"});
  std::vector<Attack> attacks;
  for (const auto& table :
       root.tables("attack", {"number", "fixture", "verdicts", "text", "tier", "setup", "judge"})) {
    Attack attack;
    const auto read = [&](std::string_view key, std::string& value) {
      if (table.has(key)) value = table.text(key);
    };
    attack.number = static_cast<int>(table.number("number", 1, 74));
    attack.fixture = table.text("fixture");
    attack.verdicts = table.texts("verdicts");
    read("text", attack.text);
    read("tier", attack.tier);
    read("setup", attack.setup);
    read("judge", attack.judge);
    attacks.push_back(std::move(attack));
  }
  return attacks;
}

}  // namespace attacks
