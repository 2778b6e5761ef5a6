#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "structure/function_lengths.hpp"
#include "structure/source_tree.hpp"

namespace structure {
namespace {

struct Sized {
  std::string what;
  std::size_t lines = 0;
};

std::size_t median(std::vector<Sized> files) {
  if (files.empty()) return 0;
  const auto middle = files.begin() + static_cast<std::ptrdiff_t>(files.size() / 2);
  std::nth_element(files.begin(), middle, files.end(),
                   [](const Sized& a, const Sized& b) { return a.lines < b.lines; });
  return middle->lines;
}

void expect_none_over(std::size_t limit, const std::vector<Sized>& all) {
  for (const Sized& one : all) {
    EXPECT_LE(one.lines, limit) << one.what << ": split it by concept";
  }
}

enum class Kind { header, source, test };

Kind kind_of(const SourceFile& file) {
  if (file.is_test() && file.is_source()) return Kind::test;
  return file.is_header() ? Kind::header : Kind::source;
}

std::vector<Sized> files_of(Kind kind) {
  std::vector<Sized> sized;
  for (const SourceFile& file : read_source_tree()) {
    if (!file.is_code() || kind_of(file) != kind) continue;
    sized.push_back({file.path, lines_of(file.text).size()});
  }
  EXPECT_FALSE(sized.empty());
  return sized;
}

TEST(Headers, AreShort) {
  const auto headers = files_of(Kind::header);
  expect_none_over(200, headers);
  EXPECT_LE(median(headers), 70U);
}

TEST(Sources, AreShort) {
  const auto sources = files_of(Kind::source);
  expect_none_over(400, sources);
  EXPECT_LE(median(sources), 150U);
}

TEST(TestSources, AreShort) {
  expect_none_over(500, files_of(Kind::test));
}

TEST(Functions, AreShort) {
  std::vector<std::string> paths;
  for (const SourceFile& file : read_source_tree()) {
    if (file.is_code()) paths.push_back(file.path);
  }
  std::vector<Sized> functions;
  for (const FunctionLength& function : measure_functions(project_root(), paths)) {
    functions.push_back({function.path + ":" + std::to_string(function.line) + " " + function.name,
                         static_cast<std::size_t>(function.lines)});
  }
  ASSERT_FALSE(functions.empty());
  expect_none_over(60, functions);
  const auto longer = std::count_if(functions.begin(), functions.end(),
                                    [](const Sized& one) { return one.lines > 30; });
  EXPECT_LE(static_cast<std::size_t>(longer) * 10, functions.size())
      << "more than one function in ten is longer than 30 lines";
}

TEST(MeasureFunctions, CountsFromTheNameToTheClosingBrace) {
  const std::filesystem::path folder = testing::TempDir();
  const std::string name = "measured " + std::to_string(getpid()) + ".cpp";
  std::ofstream(folder / name) << "int one() { return 1; }\n"
                                  "\n"
                                  "struct S {\n"
                                  "  template <class T>\n"
                                  "  bool operator()(T t) const {\n"
                                  "    return t;\n"
                                  "  }\n"
                                  "};\n"
                                  "TEST(Some, Behaviour) {\n"
                                  "  one();\n"
                                  "\n"
                                  "}\n";
  const auto functions = measure_functions(folder, {name});
  std::filesystem::remove(folder / name);
  std::vector<std::string> found;
  for (const auto& function : functions) {
    found.push_back(function.name + " " + std::to_string(function.lines));
  }
  std::sort(found.begin(), found.end());
  EXPECT_EQ(found, (std::vector<std::string>{"TEST 4", "one 1", "operator () 3"}));
}

TEST(Median, IsTheMiddleOfTheSortedLengths) {
  EXPECT_EQ(median({{"a", 9}, {"b", 1}, {"c", 5}}), 5U);
}

}  // namespace
}  // namespace structure
