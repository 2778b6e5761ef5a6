#include "grader/stages/read_expectation.hpp"

#include <fmt/format.h>

#include <regex>

#include "grader/model/error.hpp"
#include "grader/system/suggestion.hpp"

namespace grader {
namespace {

using protocol::Verdict;

std::string unknown_verdict(const std::string& place, std::string_view word) {
  std::vector<std::string_view> names;
  for (const Verdict verdict : protocol::kVerdicts)
    names.push_back(to_string(verdict));
  return fmt::format("{}:1: unknown verdict '{}'{}", place, word, did_you_mean(word, names));
}

}  // namespace

Expectation read_expectation(std::string_view source, const std::string& place) {
  static const std::regex kLine(R"(^// verdict: ([a-z-]+(?:, [a-z-]+)*)( // judge: explore)?\s*$)");
  const std::string line(source.substr(0, source.find('\n')));
  std::smatch match;
  if (!std::regex_match(line, match, kLine)) {
    throw Error(
        fmt::format("{}:1: '{}' names no verdict; begin the file with a line such as "
                    "'// verdict: race, memory' or '// verdict: wrong // judge: explore'",
                    place, line));
  }
  Expectation expectation;
  expectation.explore_only = match[2].matched;
  const std::string list = match[1];
  for (std::size_t at = 0; at < list.size();) {
    const std::size_t end = std::min(list.find(", ", at), list.size());
    const std::string word = list.substr(at, end - at);
    const auto verdict = protocol::parse_verdict(word);
    if (!verdict) throw Error(unknown_verdict(place, word));
    expectation.verdicts.push_back(*verdict);
    at = end + 2;
  }
  return expectation;
}

std::string describe(const Expectation& expectation) {
  std::string words;
  for (const Verdict verdict : expectation.verdicts)
    words += (words.empty() ? "" : " or ") + std::string(to_string(verdict));
  return words;
}

}  // namespace grader
