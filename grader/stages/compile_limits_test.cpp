#include "grader/stages/compile_limits.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace grader {
namespace {

std::string explained(Ending ending, int code, const std::string& err) {
  ProcessOutcome outcome;
  outcome.ending = ending;
  outcome.code = code;
  outcome.err = err;
  const auto rejection = explain_compiler_limit(outcome);
  if (!rejection) return "";
  EXPECT_EQ(rejection->verdict, Verdict::limit);
  return rejection->message;
}

TEST(CompileLimits, NamesTheLimitThatWeEnforced) {
  EXPECT_THAT(explained(Ending::cpu_limit, 0, ""), testing::HasSubstr("processor time"));
  EXPECT_THAT(explained(Ending::memory_limit, 0, ""), testing::HasSubstr("memory"));
}

TEST(CompileLimits, NamesTheLimitThatTheCompilerDiedOf) {
  EXPECT_THAT(explained(Ending::exited, 1, "cc1plus: out of memory allocating 65536 bytes"),
              testing::HasSubstr("2048 MiB"));
  EXPECT_THAT(explained(Ending::exited, 1,
                        "g++: fatal error: File size limit exceeded signal terminated program as"),
              testing::HasSubstr("64 MiB"));
  EXPECT_THAT(explained(Ending::exited, 4, "internal compiler error: Segmentation fault signal"),
              testing::HasSubstr("nested"));
}

TEST(CompileLimits, LeavesOrdinaryErrorsToOthers) {
  EXPECT_EQ(explained(Ending::exited, 1, "lock.hpp:1:1: error: out"), "");
  EXPECT_EQ(explained(Ending::exited, 0, "warning: out of memory"), "");
  EXPECT_EQ(explained(Ending::output_limit, 0, ""), "");
}

}  // namespace
}  // namespace grader
