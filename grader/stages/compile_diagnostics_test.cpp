#include "grader/stages/compile_diagnostics.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace grader {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(ExplainCompileErrors, ShowsTheStudentsFileByItsOwnName) {
  const Rejection got = explain_compile_errors(
      "In file included from /course/labs/lock/adapter.cpp:5:\n"
      "/ws/tree/lock/lock.hpp: In member function 'void threading::Lock::release()':\n"
      "/ws/tree/lock/lock.hpp:12:5: error: 'foo' was not declared in this scope\n"
      "   12 |     foo();\n"
      "      |     ^~~\n"
      "/course/labs/lock/adapter.cpp:40:3: error: no matching function\n"
      "   40 |   hidden_code();\n",
      "/ws/tree", "lock");
  EXPECT_EQ(got.verdict, Verdict::does_not_compile);
  EXPECT_EQ(got.message, "lock.hpp:12: 'foo' was not declared in this scope");
  EXPECT_THAT(got.detail, HasSubstr("lock.hpp:12:5: error: 'foo'"));
  EXPECT_THAT(got.detail, HasSubstr("   12 |     foo();"));
  EXPECT_THAT(got.detail, Not(HasSubstr("hidden_code")));
  EXPECT_THAT(got.detail, Not(HasSubstr("/ws")));
  EXPECT_THAT(got.detail, Not(HasSubstr("adapter")));
}

TEST(ExplainCompileErrors, ShowsNoFoldersOfTheMachine) {
  const Rejection got = explain_compile_errors(
      "/ws/tree/lock/lock.hpp:2:16: error: conflicting with (lambda at "
      "/ws/tree/lock/lock.hpp:9:4)\n"
      "    2 | int pthread_mutex_lock(void*) {\n"
      "                 from /usr/include/c++/12/memory:76,\n"
      "                 from /cache/prelude.hpp:1:\n",
      "/ws/tree", "lock");
  EXPECT_EQ(got.message, "lock.hpp:2: conflicting with (lambda at lock.hpp:9:4)");
  EXPECT_THAT(got.detail, Not(HasSubstr("from")));
}

TEST(ExplainCompileErrors, SaysWhatTheLabNeedsWithoutShowingWhoAsks) {
  const Rejection got = explain_compile_errors(
      "/course/labs/lock/adapter.cpp:11:15: error: static assertion failed: a Lock cannot be "
      "moved\n"
      "   11 | static_assert(secret);\n"
      "/course/labs/lock/adapter.cpp:50:3: error: 'class threading::Lock' has no member named "
      "'locked'\n"
      "/course/labs/lock/adapter.cpp:51:3: error: 'class threading::Lock' has no member named "
      "'locked'\n",
      "/ws/tree", "lock");
  EXPECT_EQ(got.message, "it is not what the lab needs: a Lock cannot be moved");
  EXPECT_EQ(got.detail, "'class threading::Lock' has no member named 'locked'");
}

TEST(ExplainCompileErrors, ReadsClangsWordsToo) {
  const Rejection got = explain_compile_errors(
      "In file included from /course/labs/lock/adapter.cpp:5:\n"
      "/ws/tree/lock/lock.hpp:3:1: error: unknown type name 'foo'\n"
      "foo x;\n^\n"
      "/course/labs/lock/adapter.cpp:9:1: error: static_assert failed due to requirement "
      "'secret<Lock>' \"a Lock cannot be copied\"\n",
      "/ws/tree", "lock");
  EXPECT_EQ(got.message, "lock.hpp:3: unknown type name 'foo'");
  const Rejection assertion = explain_compile_errors(
      "/course/labs/lock/adapter.cpp:9:1: error: static_assert failed due to requirement "
      "'secret<Lock>' \"a Lock cannot be copied\"\n",
      "/ws/tree", "lock");
  EXPECT_EQ(assertion.message, "it is not what the lab needs: a Lock cannot be copied");
}

TEST(ExplainCompileErrors, IsShortHoweverMuchTheCompilerSays) {
  std::string output;
  for (int i = 1; i < 500; ++i)
    output += "/t/lock/lock.hpp:" + std::to_string(i) + ":1: error: wrong\n";
  const Rejection got = explain_compile_errors(output, "/t", "lock");
  EXPECT_LE(std::count(got.detail.begin(), got.detail.end(), '\n'), 41);
  EXPECT_EQ(explain_compile_errors("", "/t", "lock").message,
            "the compiler refused it and gave no reason");
}

TEST(ExplainLinkErrors, NamesTheSymbolsOnly) {
  const Rejection got = explain_link_errors(
      "/ws/build/adapter.o:/submission/lock/lock.hpp:9: error: undefined reference to "
      "'threading::helper()'\n"
      "/usr/bin/ld: adapter.o: multiple definition of `main'; main.o: first defined here\n"
      "collect2: error: ld returned 1 exit status\n");
  EXPECT_EQ(got.message, "it does not link: 'threading::helper()' is declared but not defined");
  EXPECT_EQ(got.detail, "'main' is defined, but belongs to the tests");
}

}  // namespace
}  // namespace grader
