#include "grader/report/junit.hpp"

#include <gtest/gtest.h>

#include <pugixml.hpp>

#include "grader/fakes/sample_report.hpp"

namespace grader {
namespace {

class Parsed {
 public:
  explicit Parsed(const Report& report)
      : result_(document_.load_string(render_junit(report).c_str())) {
    EXPECT_TRUE(result_) << result_.description();
  }

  [[nodiscard]] std::string at(const char* xpath) const {
    return document_.select_node(xpath).attribute().value();
  }
  [[nodiscard]] std::size_t count(const char* xpath) const {
    return document_.select_nodes(xpath).size();
  }
  [[nodiscard]] std::string text(const char* xpath) const {
    return document_.select_node(xpath).node().text().get();
  }

 private:
  pugi::xml_document document_;
  pugi::xml_parse_result result_;
};

TEST(JUnit, CountsWhatItHolds) {
  const Parsed xml(report_with_a_race());
  EXPECT_EQ(xml.count("/testsuites/testsuite/testcase"), 4U);
  EXPECT_EQ(xml.at("/testsuites/@tests"), "4");
  EXPECT_EQ(xml.at("/testsuites/testsuite[@name='lock']/@failures"), "2");
  EXPECT_EQ(xml.at("/testsuites/testsuite/@skipped"), "1");
  EXPECT_EQ(xml.at("/testsuites/testsuite/@errors"), "0");
  EXPECT_EQ(xml.at("/testsuites/@time"), "0.050");
}

TEST(JUnit, NamesACaseForItsLabJudgeAndScenario) {
  const Parsed xml(report_with_a_race());
  EXPECT_EQ(xml.at("//testcase[1]/@classname"), "lock.explore");
  EXPECT_EQ(xml.at("//testcase[1]/@name"), "Lock.StartsUnlocked");
  EXPECT_EQ(xml.at("//testcase[1]/@file"), "labs/lock/tests/public.cpp");
  EXPECT_EQ(xml.at("//testcase[3]/@classname"), "lock.stress");
}

TEST(JUnit, TellsAFailureInFull) {
  const Parsed xml(report_with_a_race());
  EXPECT_EQ(xml.at("//testcase[2]/failure/@type"), "race");
  EXPECT_EQ(xml.at("//testcase[2]/failure/@message"),
            "two threads were between acquire() and release() at once");
  EXPECT_NE(xml.text("//testcase[2]/failure").find("word_ = 1;"), std::string::npos);
}

TEST(JUnit, PointsAtTheStudentsLineWhereTheScenarioIsHidden) {
  const Parsed xml(report_with_a_race());
  EXPECT_EQ(xml.at("//testcase[2]/@file"), "labs/lock/lock.hpp");
  EXPECT_EQ(xml.at("//testcase[2]/@line"), "18");
}

TEST(JUnit, CallsTheGradersOwnFailureAnError) {
  Report report = report_with_a_race();
  report.labs[0].checks[1].result.verdict = Verdict::grader_error;
  const Parsed xml(report);
  EXPECT_EQ(xml.at("/testsuites/@errors"), "1");
  EXPECT_EQ(xml.at("/testsuites/@failures"), "1");
  EXPECT_EQ(xml.count("//testcase[2]/error"), 1U);
}

TEST(JUnit, HoldsACaseForASubmissionThatWasNotRun) {
  const Parsed xml(report_without_a_build());
  EXPECT_EQ(xml.at("//testcase/@classname"), "lock.submission");
  EXPECT_EQ(xml.at("//testcase/failure/@type"), "does-not-compile");
}

TEST(JUnit, StaysWellFormedWhateverASubmissionSays) {
  Report report = report_with_a_race();
  CheckResult& failed = report.labs[0].checks[1].result;
  failed.message = failed.detail = std::string("<&\"]]>\x1b[0m\x01\xff\0", 14);
  const Parsed xml(report);
  EXPECT_EQ(xml.count("//testcase[2]/failure"), 1U);
  EXPECT_EQ(xml.at("//testcase[2]/failure/@message").find('\x1b'), std::string::npos);
}

}  // namespace
}  // namespace grader
