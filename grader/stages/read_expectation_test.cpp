#include "grader/stages/read_expectation.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "grader/model/error.hpp"
#include "grader/system/read_file.hpp"

namespace grader {
namespace {

using protocol::Verdict;

TEST(ReadExpectation, ReadsVerdictsAndJudge) {
  const Expectation both = read_expectation("// verdict: race, memory\n#pragma once\n", "x.hpp");
  EXPECT_EQ(both.verdicts, (std::vector<Verdict>{Verdict::race, Verdict::memory}));
  EXPECT_FALSE(both.explore_only);
  EXPECT_EQ(describe(both), "race or memory");
  const Expectation one = read_expectation("// verdict: deadlock // judge: explore", "x.hpp");
  EXPECT_EQ(one.verdicts, std::vector<Verdict>{Verdict::deadlock});
  EXPECT_TRUE(one.explore_only);
}

TEST(ReadExpectation, RefusesAnyOtherFirstLine) {
  for (const char* line : {"", "#pragma once", "// verdict:", "// verdict: race,memory",
                           "// verdict: race // judge: stress", "/// verdict: race"}) {
    EXPECT_THROW(static_cast<void>(read_expectation(line, "x.hpp")), Error) << line;
  }
  EXPECT_THAT([] { static_cast<void>(read_expectation("// verdict: rcae\n", "x.hpp")); },
              testing::ThrowsMessage<Error>("x.hpp:1: unknown verdict 'rcae'; did you mean "
                                            "'race'?"));
}

TEST(ReadExpectation, EveryWrongSolutionOfTheCourseSaysWhatItEarns) {
  int count = 0;
  for (const auto& lab : std::filesystem::directory_iterator(LOCKSTEP_SOURCE "/solutions")) {
    for (const auto& wrong : std::filesystem::directory_iterator(lab.path() / "wrong")) {
      const std::string place = wrong.path().string();
      EXPECT_NO_THROW(static_cast<void>(read_expectation(read_file(wrong.path()), place)));
      ++count;
    }
  }
  EXPECT_GT(count, 200);
}

}  // namespace
}  // namespace grader
