#include <gtest/gtest.h>

#include <regex>
#include <set>

#include "structure/source_tree.hpp"

namespace structure {
namespace {

// What `text` has in the two groups of `pattern`, joined as a scenario's name:
// "Lock.IsNotReentrant".
std::set<std::string> names_in(const std::string& text, const std::regex& pattern) {
  std::set<std::string> names;
  const std::sregex_iterator end;
  for (std::sregex_iterator at(text.begin(), text.end(), pattern); at != end; ++at)
    names.insert((*at)[1].str() + '.' + (*at)[2].str());
  return names;
}

TEST(TheCPythonPage, NamesScenariosThatExist) {
  static const std::regex kScenario(R"(SCENARIO\((\w+), (\w+),)");
  static const std::regex kMention(R"(`([A-Z]\w+)\.([A-Z]\w+)`)");
  std::set<std::string> scenarios;
  std::set<std::string> mentioned;
  for (const SourceFile& file : read_source_tree()) {
    if (file.path.starts_with("labs/")) scenarios.merge(names_in(file.text, kScenario));
    if (file.path == "docs/cpython.md") mentioned = names_in(file.text, kMention);
  }
  EXPECT_GT(mentioned.size(), 10U);
  for (const std::string& name : mentioned)
    EXPECT_TRUE(scenarios.contains(name)) << "docs/cpython.md names '" << name << "'";
}

}  // namespace
}  // namespace structure
