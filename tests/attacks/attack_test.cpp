#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/prctl.h>
#include <sys/wait.h>

#include <chrono>
#include <thread>

#include "attacks/catalogue.hpp"
#include "attacks/classroom.hpp"
#include "attacks/submissions.hpp"
#include "grader/system/probe_sandbox.hpp"

// Each attack of the catalogue, on the program as a person types it: it gets its verdict and its
// text, nothing of it stays behind, and right afterwards the reference gets full marks.
namespace attacks {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;

constexpr const char* kMarker = "the-hidden-marker";

class Attacked : public testing::TestWithParam<Attack> {
 protected:
  Attacked() { ::prctl(PR_SET_CHILD_SUBREAPER, 1); }  // who loses its parent becomes our child

  // Where the fixture lies, laid out for its attack.
  [[nodiscard]] fs::path lay_out_attack(const std::string& name, const std::string& setup) const {
    const fs::path submission = room_.folder() / "attack";
    lay_out(setup, room_.text_of(fs::path("fixtures") / (name + ".hpp")), submission);
    return submission;
  }

  void expect_nothing_left() const {
    EXPECT_TRUE(fs::is_empty(room_.temporary()));
    for (const fs::path place : {"/tmp", "/dev/shm"}) {
      for (const auto& entry : fs::directory_iterator(place))
        EXPECT_THAT(entry.path().filename().string(), Not(HasSubstr("lockstep-attack-")));
    }
    EXPECT_FALSE(fs::exists(room_.course() / "attack"));
    EXPECT_FALSE(fs::exists(room_.course() / "labs" / "door" / "attack"));
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    while (::waitpid(-1, nullptr, WNOHANG) >= 0) {
      ASSERT_LT(std::chrono::steady_clock::now(), deadline) << "a process stayed behind";
      std::this_thread::yield();
    }
  }

  Classroom room_;
};

TEST_P(Attacked, GraderHolds) {
  const Attack& attack = GetParam();
  if (const grader::Tier tier = grader::best_sandbox({LOCKSTEP_INIT, strongest_tier()})->tier();
      tier < tier_of(attack.tier)) {
    GTEST_SKIP() << "attack " << attack.number << " needs the sandbox '" << attack.tier
                 << "'; this machine offers '" << to_string(tier) << "'";
  }
  const Graded graded = room_.grade({lay_out_attack(attack.fixture, attack.setup), attack.judge});
  expect_nothing_left();
  ASSERT_TRUE(graded.result.is_object()) << graded.complaints;
  EXPECT_THAT(attack.verdicts, testing::Contains(graded.verdict())) << graded.text;
  EXPECT_EQ(graded.status, graded.verdict() == "passed" ? 0 : 1) << graded.complaints;
  EXPECT_THAT(graded.text, HasSubstr(attack.text));
  EXPECT_THAT(graded.text, Not(HasSubstr(kMarker)));
  EXPECT_LT(graded.text.size(), 64U << 10U);
  EXPECT_EQ(room_.grade_reference().verdict(), "passed");
}

INSTANTIATE_TEST_SUITE_P(Catalogue, Attacked,
                         testing::ValuesIn(read_catalogue(fs::path(LOCKSTEP_SOURCE) / "tests" /
                                                          "attacks" / "catalogue.toml")),
                         [](const auto& row) { return row.param.name(); });

// What a person sees of attack 73, in colour or not, may hold no control byte of the attacker's.
TEST_F(Attacked, TextHoldsNoEscapesOfTheSubmission) {
  const fs::path submission = lay_out_attack("73_terminal_escapes", "file");
  for (const char* format : {"text", "junit"}) {
    const std::string text = room_.run({submission, "stress", format}).out;
    EXPECT_THAT(text, HasSubstr("owned"));
    EXPECT_EQ(text.find_first_of("\x1b\x07"), std::string::npos);
  }
}

}  // namespace
}  // namespace attacks
