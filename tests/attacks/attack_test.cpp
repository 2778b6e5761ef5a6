#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/prctl.h>
#include <sys/wait.h>

#include <chrono>
#include <nlohmann/json.hpp>
#include <thread>

#include "attacks/catalogue.hpp"
#include "attacks/submissions.hpp"
#include "grader/system/process.hpp"
#include "grader/system/read_file.hpp"
#include "grader/system/temporary_folder.hpp"

// Each attack of the catalogue, on the program as a person types it: it gets its verdict and its
// text, nothing of it stays behind, and right afterwards the reference gets full marks.
namespace attacks {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;

const fs::path kHere = fs::path(LOCKSTEP_SOURCE) / "tests" / "attacks";
constexpr const char* kMarker = "the-hidden-marker";

struct Graded {
  int status = 0;
  std::string text;
  nlohmann::json result;

  [[nodiscard]] const nlohmann::json& lab() const { return result.at("labs").at(0); }
  [[nodiscard]] std::string verdict() const { return lab().at("verdict"); }
};

class Attacked : public testing::TestWithParam<Attack> {
 protected:
  Attacked() {
    ::prctl(PR_SET_CHILD_SUBREAPER, 1);  // whoever loses its parent becomes our child
    fs::copy(kHere / "course", course_, fs::copy_options::recursive);
    fs::copy(fs::path(LOCKSTEP_SOURCE) / "common", course_ / "common", fs::copy_options::recursive);
    fs::create_directories(temporary_);
  }

  [[nodiscard]] std::string fixture(const std::string& name) const {
    std::string text = grader::read_file(kHere / "fixtures" / (name + ".hpp"));
    const std::string place = "@COURSE@";
    for (std::size_t at = text.find(place); at != std::string::npos; at = text.find(place))
      text.replace(at, place.size(), course_.string());
    return text;
  }

  [[nodiscard]] grader::ProcessOutcome run(const std::string& format, const std::string& judge) {
    grader::ProcessSpec spec;
    spec.argv = {
        LOCKSTEP_GRADER, "--course", course_.string(), "grade", "door",   "--from", submission_,
        "--judge",       judge,      "--format",       format,  "--jobs", "1",      "-v"};
    spec.environment = {"PATH=/usr/local/bin:/usr/bin:/bin", "XDG_CACHE_HOME=" LOCKSTEP_CACHE,
                        "TMPDIR=" + temporary_.string()};
    spec.directory = folder_.path();
    spec.limits.wall = std::chrono::minutes(8);  // far above what any attack may take
    spec.limits.output_bytes = 1U << 20U;
    return grader::run_process(spec);
  }

  [[nodiscard]] Graded grade(const std::string& judge) {
    const grader::ProcessOutcome outcome = run("json", judge);
    EXPECT_EQ(outcome.ending, grader::Ending::exited);
    EXPECT_LT(outcome.code, 2) << outcome.err;
    Graded graded{outcome.code, outcome.out, nlohmann::json::parse(outcome.out, nullptr, false)};
    return graded;
  }

  [[nodiscard]] Graded grade_reference() {
    submission_ = folder_.path() / "reference";
    lay_out("file", fixture("reference"), submission_);
    return grade("stress");
  }

  void expect_nothing_left() const {
    EXPECT_TRUE(fs::is_empty(temporary_));
    for (const fs::path place : {"/tmp", "/dev/shm"}) {
      for (const auto& entry : fs::directory_iterator(place))
        EXPECT_THAT(entry.path().filename().string(), Not(HasSubstr("lockstep-attack-")));
    }
    EXPECT_FALSE(fs::exists(course_ / "attack"));
    EXPECT_FALSE(fs::exists(course_ / "labs" / "door" / "attack"));
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    while (::waitpid(-1, nullptr, WNOHANG) >= 0) {
      ASSERT_LT(std::chrono::steady_clock::now(), deadline) << "a process stayed behind";
      std::this_thread::yield();
    }
  }

  grader::TemporaryFolder folder_;
  fs::path course_ = folder_.path() / "course";
  fs::path temporary_ = folder_.path() / "temporary";
  fs::path submission_;
};

bool holds(const std::string& tier, const std::string& wanted) {
  const auto rank = [](const std::string& word) {
    return word == "full" ? 2 : word == "restricted" ? 1 : 0;
  };
  return rank(tier) >= rank(wanted);
}

TEST_P(Attacked, GraderHolds) {
  const Attack& attack = GetParam();
  const std::string tier = grade_reference().result.at("tier");
  if (!holds(tier, attack.tier)) {
    GTEST_SKIP() << "attack " << attack.number << " needs the sandbox '" << attack.tier
                 << "'; this machine offers '" << tier << "'";
  }
  submission_ = folder_.path() / "attack";
  lay_out(attack.setup, fixture(attack.fixture), submission_);
  const Graded graded = grade(attack.judge);
  expect_nothing_left();
  ASSERT_TRUE(graded.result.is_object());
  EXPECT_THAT(attack.verdicts, testing::Contains(graded.verdict())) << graded.text;
  EXPECT_EQ(graded.status, graded.verdict() == "passed" ? 0 : 1);
  EXPECT_THAT(graded.text, HasSubstr(attack.text));
  EXPECT_THAT(graded.text, Not(HasSubstr(kMarker)));
  EXPECT_LT(graded.text.size(), 64U << 10U);
  EXPECT_EQ(grade_reference().verdict(), "passed");
}

INSTANTIATE_TEST_SUITE_P(Catalogue, Attacked,
                         testing::ValuesIn(read_catalogue(kHere / "catalogue.toml")),
                         [](const auto& row) { return row.param.name(); });

// What a person sees of attack 73, in colour or not, may hold no control byte of the attacker's.
TEST_F(Attacked, TextHoldsNoEscapesOfTheSubmission) {
  submission_ = folder_.path() / "attack";
  lay_out("file", fixture("73_terminal_escapes"), submission_);
  for (const char* format : {"text", "junit"}) {
    const std::string text = run(format, "stress").out;
    EXPECT_THAT(text, HasSubstr("owned"));
    EXPECT_EQ(text.find_first_of("\x1b\x07"), std::string::npos);
  }
}

}  // namespace
}  // namespace attacks
