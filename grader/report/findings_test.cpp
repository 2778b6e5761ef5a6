#include "grader/report/findings.hpp"

#include <gtest/gtest.h>

namespace grader {
namespace {

TEST(Findings, AreALineEachEndingInTheRemedy) {
  const std::vector<Finding> findings = {
      {Health::good, "compiler", "g++ 12.2.0", ""},
      {Health::bad, "ThreadSanitizer", "does not start", "run: sysctl vm.mmap_rnd_bits=28"},
  };
  EXPECT_EQ(render_findings(findings, Color::off),
            "ok    compiler          g++ 12.2.0\n"
            "bad   ThreadSanitizer   does not start; run: sysctl vm.mmap_rnd_bits=28\n");
}

TEST(Findings, HaveEscapeSequencesOnlyInColour) {
  const std::vector<Finding> findings = {{Health::good, "compiler", "\x1b[2J", ""}};
  EXPECT_EQ(render_findings(findings, Color::off).find('\x1b'), std::string::npos);
  EXPECT_NE(render_findings(findings, Color::on).find('\x1b'), std::string::npos);
}

}  // namespace
}  // namespace grader
