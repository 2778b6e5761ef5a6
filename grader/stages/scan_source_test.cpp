#include "grader/stages/scan_source.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace grader {
namespace {

std::string message_of(const std::optional<Rejection>& rejection) {
  return rejection ? rejection->message : "";
}

// As a preprocessor would write it: some of a system's header, then `text` from lock.hpp.
std::string preprocessed(const std::string& text) {
  return "# 1 \"/labs/lock/adapter.cpp\"\n# 1 \"/usr/include/x.h\" 1 3\nasm(\"theirs\");\n"
         "# 2 \"/labs/lock/adapter.cpp\" 2\n# 1 \"/ws/tree/lock/lock.hpp\" 1\n" +
         text + "\n# 3 \"/labs/lock/adapter.cpp\" 2\nasm(\"the adapter's\");\n";
}

std::string found_in(const std::string& text) {
  LabSpec lab;
  lab.name = "lock";
  lab.forbid = {{{"std::mutex"}, "build it"}};
  return message_of(scan_regions(regions_of(preprocessed(text), "/ws/tree"), lab));
}

TEST(RegionsOf, HoldTheSubmissionsTokensOnlyWithTheirLines) {
  const auto regions = regions_of(preprocessed("int a;\n# 1 \"/usr/include/y.h\" 1 3\nint their;\n"
                                               "# 7 \"/ws/tree/lock/lock.hpp\" 2\nint b;"),
                                  "/ws/tree");
  ASSERT_EQ(regions.size(), 2U);
  EXPECT_EQ(regions[0].file, "lock/lock.hpp");
  ASSERT_EQ(regions[1].tokens.size(), 3U);
  EXPECT_EQ(regions[1].tokens[1].text, "b");
  EXPECT_EQ(regions[1].tokens[1].line, 7U);
}

TEST(RegionsOf, TakeNothingInALiteralForAMarker) {
  EXPECT_EQ(found_in("const char* s = R\"(\n# 2 \"/labs/lock/adapter.cpp\" 2\n)\"; asm(\"\");"),
            "lock.hpp:3: uses inline assembly ('asm')");
}

TEST(RegionsOf, GoByNestingWhateverALineDirectiveSays) {
  EXPECT_EQ(found_in("# 9 \"/usr/include/x.h\"\nasm(\"\");"),
            "lock.hpp:9: uses inline assembly ('asm')");
}

TEST(RegionsOf, TakeAnyBytes) {
  for (const std::string text : {"", "#", "# ", "# 1", "# 1 \"", "# 1 \"x\" 2", "\n# 2 \"x\" 2\n"})
    EXPECT_TRUE(regions_of(text, "/ws/tree").empty());
}

struct Case {
  std::string_view text;
  std::string_view message;  // behind the place; empty: nothing is found
};

class ScanRegions : public testing::TestWithParam<Case> {};

TEST_P(ScanRegions, FindsWhatCouldHideFromAJudge) {
  const std::string message(GetParam().message);
  EXPECT_EQ(found_in(std::string(GetParam().text)),
            message.empty() ? "" : "lock.hpp:1: " + message);
}

INSTANTIATE_TEST_SUITE_P(
    Forbidden, ScanRegions,
    testing::Values(
        Case{"void f() { __asm__ volatile(\"nop\"); }", "uses inline assembly ('__asm__')"},
        Case{"[[gnu::no_sanitize(\"thread\")]] void f();", "uses the attribute 'no_sanitize'"},
        Case{"[[using gnu: hot, no_sanitize(\"thread\")]] void f();",
             "uses the attribute 'no_sanitize'"},
        Case{"__attribute__((__no_sanitize_thread__)) void f();",
             "uses the attribute '__no_sanitize_thread__'"},
        Case{"__attribute__((aligned(8), constructor(101))) void f();",
             "uses the attribute 'constructor'"},
        Case{"__attribute__((section(\".preinit_array\"))) int i;", "uses the attribute 'section'"},
        Case{"#pragma GCC optimize (\"O0\")", "uses the pragma 'GCC optimize ( )'"},
        Case{"#pragma clang attribute push", "uses the pragma 'clang attribute push'"},
        Case{"#pragma redefine_extname f g", "uses the pragma 'redefine_extname f g'"},
        Case{"extern int __tsan_default_options;",
             "names '__tsan_default_options', which belongs to the judges"},
        Case{"auto p = dlsym(nullptr, \"write\");", "uses 'dlsym'"},
        Case{"auto* call = &::syscall;", "uses 'syscall'"},
        Case{"std :: mutex m;", "uses 'std::mutex', which this lab rules out"}));

INSTANTIATE_TEST_SUITE_P(
    OrdinaryCode, ScanRegions,
    testing::Values(Case{"[[nodiscard]] int section(int alias);", ""},
                    Case{"int constructor = naked[a[0]];", ""},
                    Case{"__attribute__((always_inline, guarded_by(section))) void f();", ""},
                    Case{"alignas(64) thread_local int i; co_await x;", ""},
                    Case{"#pragma GCC diagnostic ignored \"-Wshadow\"", ""},
                    Case{"table.syscall(3);", ""}, Case{"\"asm __tsan_init\"", ""},
                    Case{"x[[] { return 0; }()]", ""}, Case{"[[deprecated(\"asm\")]] int f();", ""},
                    Case{"__attribute__", ""}, Case{"[[", ""}, Case{"#", ""}));

TEST(ScanRaw, FindsLineDirectivesHoweverTheyAreSpelt) {
  const auto found = [](std::string_view text) {
    return message_of(scan_raw("a.hpp", tokenise(text)));
  };
  EXPECT_EQ(found("\n#line 5 \"x\""), "a.hpp:2: uses the directive '#line'");
  EXPECT_EQ(found("# 33 \"x\" 2"), "a.hpp:1: uses the directive '#33'");
  EXPECT_EQ(found("/* */ %: li\\\nne 5"), "a.hpp:1: uses the directive '#line'");
  EXPECT_EQ(found("#define TEXT(line) \\\n  #line\n# \nint line;\n#pragma once"), "");
}

TEST(MayVary, SeesPastingAndNamesOfTheCompiler) {
  for (const std::string_view text :
       {"a ## b", "a %:%: b", "__SANITIZE_THREAD__", "_GLIBCXX_TSAN", "__SANI\\ \t\nTIZE_THREAD__",
        "#if __has_feature(x)", "__OPTIMIZE__"})
    EXPECT_TRUE(may_vary(tokenise(text))) << text;
}

TEST(MayVary, TakesNoHarmFromWhatIsTheSameToAll) {
  for (const std::string_view text :
       {"#pragma once", "#include <atomic>", "if (a % b) return;", "int _a, a__b; // ##",
        "\"__SANITIZE_THREAD__\"", "#ifndef LOCK_HPP", "#if __cplusplus >= 202002L",
        "#ifdef __cpp_lib_semaphore", "__builtin_expect(x, 1)"})
    EXPECT_FALSE(may_vary(tokenise(text))) << text;
}

TEST(CompareRegions, NamesTheFirstLineThatDiffers) {
  const auto regions = [](const std::string& text) {
    return regions_of(preprocessed(text), "/ws/tree");
  };
  EXPECT_FALSE(compare_regions(regions("int a;\n\nint b;"), regions("int a; int b;")));
  EXPECT_EQ(message_of(compare_regions(regions("int a;\nint b;"), regions("int a;\nlong b;"))),
            "lock.hpp:2: is other code when a judge compiles it");
  EXPECT_EQ(message_of(compare_regions(regions("int a;"), regions("int a;\nint b;"))),
            "lock.hpp:2: is other code when a judge compiles it");
}

}  // namespace
}  // namespace grader
