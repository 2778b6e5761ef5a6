#include <gtest/gtest.h>

#include <algorithm>
#include <regex>
#include <string>
#include <string_view>

#include "structure/source_tree.hpp"

namespace structure {
namespace {

bool is_continuation_byte(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
}

// In characters, of UTF-8.
std::size_t width_of(std::string_view line) {
  return line.size() -
         static_cast<std::size_t>(std::count_if(line.begin(), line.end(), is_continuation_byte));
}

bool is_text(const SourceFile& file) {
  return file.text.find('\0') == std::string::npos;
}

template <class Check>
void for_each_line(Check check) {
  for (const SourceFile& file : read_source_tree()) {
    if (!is_text(file)) continue;
    int number = 0;
    for (const std::string& line : lines_of(file.text)) {
      ++number;
      check(file, line, file.path + ":" + std::to_string(number));
    }
  }
}

TEST(Lines, OfCodeFitIntoAHundredColumns) {
  for_each_line([](const SourceFile& file, const std::string& line, const std::string& place) {
    const bool counts = file.is_code() || file.extension() == "txt" || file.extension().empty();
    if (counts) {
      EXPECT_LE(width_of(line), 100U) << place;
    }
  });
}

TEST(Lines, EndInNoBlank) {
  for_each_line([](const SourceFile&, const std::string& line, const std::string& place) {
    const char last = line.empty() ? 'x' : line.back();
    EXPECT_FALSE(last == ' ' || last == '\t' || last == '\r') << place;
  });
}

TEST(Files, EndInALineBreak) {
  for (const SourceFile& file : read_source_tree()) {
    if (is_text(file) && !file.text.empty()) {
      EXPECT_EQ(file.text.back(), '\n') << file.path;
    }
  }
}

// A path that exists on one person's machine only. "/tmp" alone is every machine's.
bool names_somebodys_path(const std::string& line) {
  static const std::regex kPath(R"((^|[^\w.$}])/(home|root|tmp|Users)/\w)");
  return std::regex_search(line, kPath);
}

TEST(Files, NameNoPathOfOneMachine) {
  for_each_line([](const SourceFile&, const std::string& line, const std::string& place) {
    EXPECT_FALSE(names_somebodys_path(line)) << place << ": " << line;
  });
}

TEST(NamesSomebodysPath, SeesHomesAndTemporaryFoldersOnly) {
  const std::string home = std::string("/ho") + "me/ada/lockstep";
  EXPECT_TRUE(names_somebodys_path("see " + home));
  EXPECT_TRUE(names_somebodys_path(home));
  EXPECT_TRUE(names_somebodys_path(std::string("\"/tm") + "p/x\""));
  EXPECT_FALSE(names_somebodys_path("mount a fresh /tmp, then go on"));
  EXPECT_FALSE(names_somebodys_path("docs/home/index.md and $HOME/home/x"));
}

TEST(WidthOf, CountsCharactersNotBytes) {
  EXPECT_EQ(width_of("…→é"), 3U);
}

TEST(Headers, AreIncludedOnceByPragma) {
  for (const SourceFile& file : read_source_tree()) {
    if (!file.is_header() || file.is_specimen()) continue;
    EXPECT_NE(file.text.find("#pragma once\n"), std::string::npos) << file.path;
  }
}

TEST(Files, AreNotNamedForNothingInParticular) {
  static const std::regex kVague(R"((^|/)(utils?|helpers?|managers?|common|misc)\.\w+$)");
  for (const SourceFile& file : read_source_tree()) {
    EXPECT_FALSE(std::regex_search(file.path, kVague)) << file.path << ": name it for its concept";
  }
}

}  // namespace
}  // namespace structure
