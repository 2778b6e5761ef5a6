#include "grader/commands/doctor.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "grader/commands/examine_sanitizer.hpp"
#include "grader/system/toolchain.hpp"

namespace grader {
namespace {

using testing::Contains;
using testing::Field;

Surroundings here() {
  return {testing::TempDir(), "", LOCKSTEP_INIT};
}

std::vector<std::string> subjects_of(const std::vector<Finding>& findings) {
  std::vector<std::string> subjects;
  for (const Finding& finding : findings)
    subjects.push_back(finding.subject);
  return subjects;
}

TEST(Doctor, LooksAtEverythingThatGradingNeeds) {
  const auto findings = examine_machine(here(), "");
  EXPECT_THAT(subjects_of(findings), testing::ElementsAre("compiler", "ThreadSanitizer", "sandbox",
                                                          "file events", "cores"));
}

TEST(Doctor, CallsAMachineWithoutACompilerBad) {
  const auto findings = examine_machine(here(), "no-such-compiler");
  EXPECT_THAT(findings, Contains(Field(&Finding::health, Health::bad)));
  EXPECT_THAT(findings.front().what, testing::HasSubstr("no-such-compiler"));
}

TEST(Doctor, SeesThatThreadSanitizerFindsARaceHere) {
  const Finding finding = examine_sanitizer(Toolchain::find(""));
  EXPECT_EQ(finding.health, Health::good) << finding.what;
}

}  // namespace
}  // namespace grader
