#include "grader/stages/scan_forbidden.hpp"

#include <gtest/gtest.h>

namespace grader {
namespace {

const std::vector<ForbidRule> kRules = {
    {{"std::mutex", "std::timed_mutex"}, "build it from atomics"},
    {{"volatile"}, "it orders nothing"},
    {{"#include <mutex>"}, "it is not needed"}};

struct Case {
  std::string_view source;
  std::string_view message;  // empty: nothing is found
};

class ScanForbidden : public testing::TestWithParam<Case> {};

TEST_P(ScanForbidden, FindsWholeTokensOnly) {
  const auto found = scan_forbidden(kRules, "lock.hpp", GetParam().source);
  EXPECT_EQ(found ? found->message : "", GetParam().message);
}

constexpr std::string_view kMutexInLine2 =
    "lock.hpp:2: uses 'std::mutex', which this lab rules out";
constexpr std::string_view kMutexInLine1 =
    "lock.hpp:1: uses 'std::mutex', which this lab rules out";
constexpr std::string_view kVolatile = "lock.hpp:1: uses 'volatile', which this lab rules out";

INSTANTIATE_TEST_SUITE_P(
    Table, ScanForbidden,
    testing::Values(
        Case{"\nstd::mutex m;", kMutexInLine2}, Case{"\n::std :: mutex m;", kMutexInLine2},
        Case{"std /* a */ ::\nmutex m;", kMutexInLine1}, Case{"std::mut\\\nex m;", kMutexInLine1},
        Case{"std::mut\\\r\nex m;", kMutexInLine1}, Case{"std::mutex_like m;", ""},
        Case{"my_std::mutex m;", ""}, Case{"// std::mutex", ""}, Case{"// \\\nstd::mutex", ""},
        Case{"/* std::mutex\n*/ int i;", ""}, Case{"\"std::mutex\"", ""},
        Case{"\"\\\" std::mutex\"", ""}, Case{"R\"x(\" std::mutex )y\" )x\"", ""},
        Case{"R\"(a)\" std::mutex", kMutexInLine1}, Case{"u8R\"(std::mutex)\"", ""},
        Case{"int n = 1'000'000; std::mutex m;", kMutexInLine1},
        Case{"'\"' volatile '\"'", kVolatile},
        Case{"\"unclosed\nvolatile",
             "lock.hpp:2: uses "
             "'volatile', which this lab rules out"},
        Case{"#  include   <mutex>",
             "lock.hpp:1: uses '#include <mutex>', which this lab rules "
             "out"},
        Case{"#include <memory>", ""}, Case{"volatile std::mutex m;", kVolatile}, Case{"", ""},
        Case{"R\"", ""}, Case{"/*", ""}, Case{"\\", ""}));

TEST(ScanForbiddenRule, GivesItsHint) {
  const auto found = scan_forbidden(kRules, "lock.hpp", "std::timed_mutex m;");
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->verdict, Verdict::forbidden);
  EXPECT_EQ(found->detail, "build it from atomics");
}

}  // namespace
}  // namespace grader
