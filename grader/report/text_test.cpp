#include "grader/report/text.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "grader/fakes/sample_report.hpp"
#include "grader/report/columns.hpp"

namespace grader {
namespace {

TEST(TextReport, ShowsTheInterleavingOfTheFirstFailure) {
  EXPECT_EQ(render_text(report_with_a_race(), {}),
            R"(lock      Lock: mutual exclusion from one atomic word          race       4 / 16
    behaviour 4 / 8   explore 0 / 4   stress 0 / 4 (forfeited)

  ✓ Lock.StartsUnlocked  (explore)                           passed        4 / 4

  ✗ Lock.CounterUnderContention  (explore)                     race        0 / 4
    two threads add to one counter
    two threads were between acquire() and release() at once
    lock.hpp:18  word_ = 1;

    Fails after 3 schedules; the shortest way found to get there:
    threads: 0 main, 1 first, 2 second
    step  1 2  line  lock.hpp                                       what it does
       1  ● ·    17  while (word_.load() == 1) futex_wait(word_, …  load #1 = 0
       2  · ●    17  while (word_.load() == 1) futex_wait(word_, …  load #1 = 0
       3  · ●    18  word_ = 1;                                     store #1 = 1
       4  ● ·    18  word_ = 1;                                     store #1 = 1
       5  ✗ ·  (in the test)                                        enter

    Hint: Testing the word and setting it must be one step.

  ✗ Lock.HandsOver  (stress)                                   race        0 / 4
    what one owner wrote, the next one reads
    data race (only seen under stress)

  1 of 4 checks passed; 1 not run with real threads, as explore found enough

  next: ./lockstep replay bG9jay5Db3VudGVy

total                                                                     4 / 16
g++ 12.2.0 · sandbox basic (a self-check, not a grade)
)");
}

TEST(TextReport, ShowsWhyASubmissionWasNotRun) {
  EXPECT_EQ(render_text(report_without_a_build(), {}),
            R"(lock      Lock: mutual exclusion from one atomic … does-not-compile      0 / 100

    lock.hpp:9:3: error: 'word' was not declared in this scope
        9 |   word = 1;
          |   ^~~~

  next: ./lockstep grade lock

total                                                                    0 / 100
g++ 12.2.0 · sandbox basic (a self-check, not a grade)
)");
}

TEST(TextReport, IsALineForEachLabWithFullMarks) {
  EXPECT_EQ(render_text(report_with_full_marks(), {}),
            R"(lock      Lock: mutual exclusion from one atomic word        passed    100 / 100
rlock     RLock: a lock that its owner may take again        passed    100 / 100

total                                                                  200 / 200
g++ 12.2.0 · sandbox full
)");
}

TEST(TextReport, ShowsEveryFailureWithItsEvidenceWhereAskedTo) {
  const auto text = render_text(report_with_a_race(), {.verbosity = Verbosity::verbose});
  EXPECT_NE(text.find("WARNING: ThreadSanitizer: data race (pid=1)"), std::string::npos);
  EXPECT_NE(text.find("previous read of 4 bytes by thread T2, holding M0 (write)"),
            std::string::npos);
}

TEST(TextReport, GivesEachFailureItsReplayWhereAskedForAll) {
  Report report = report_with_a_race();
  CheckReport other = report.labs[0].checks[1];
  other.result.explore->replay = "b3RoZXI";
  report.labs[0].checks.push_back(other);
  const auto text = render_text(report, {.verbosity = Verbosity::verbose});
  EXPECT_NE(text.find("    ./lockstep replay bG9jay5Db3VudGVy\n"), std::string::npos);
  EXPECT_NE(text.find("    ./lockstep replay b3RoZXI\n"), std::string::npos);
}

TEST(TextReport, HasEscapeSequencesOnlyInColour) {
  const Report report = report_with_a_race();
  EXPECT_EQ(render_text(report, {}).find('\x1b'), std::string::npos);
  EXPECT_NE(render_text(report, {.color = Color::on}).find('\x1b'), std::string::npos);
}

TEST(TextReport, LetsNoEscapeSequenceOfTheSubmissionThrough) {
  Report report = report_with_a_race();
  CheckResult& failed = report.labs[0].checks[1].result;
  failed.message = failed.detail = failed.explore->steps[0].place->text = "\x1b[2J";
  report.labs[0].checks[2].result.sanitizer->raw = "\x1b[2J";
  const auto text = render_text(report, {.verbosity = Verbosity::verbose});
  EXPECT_EQ(text.find('\x1b'), std::string::npos);
}

TEST(TextReport, FitsIntoItsWidth) {
  for (const unsigned width : {60U, 80U, 120U}) {
    for (std::string text = render_text(report_with_a_race(), {.width = width}); !text.empty();) {
      const std::string line = text.substr(0, text.find('\n'));
      EXPECT_LE(columns_of(line), width) << line;
      text.erase(0, line.size() + 1);
    }
  }
}

TEST(TextReport, ShowsTheEndOfALongInterleaving) {
  Report report = report_with_a_race();
  auto& steps = report.labs[0].checks[1].result.explore->steps;
  steps.insert(steps.begin(), 100, steps.front());
  const auto text = render_text(report, {});
  EXPECT_NE(text.find("(89 steps before these)"), std::string::npos);
  EXPECT_NE(text.find(" 105 "), std::string::npos);
  EXPECT_LE(std::count(text.begin(), text.end(), '\n'), 50);
}

TEST(TextReport, BeginsWithTheShortestInterleavingThatEarnedTheVerdict) {
  Report report = report_with_a_race();
  auto& checks = report.labs[0].checks;
  CheckReport longer = checks[1];
  longer.result.check.scenario.name = "Lock.Longer";
  longer.result.explore->steps.push_back(longer.result.explore->steps.back());
  CheckReport milder = checks[1];
  milder.result.check.scenario.name = "Lock.Milder";
  milder.result.verdict = Verdict::wrong;
  milder.result.explore->steps.pop_back();
  checks.insert(checks.begin(), {longer, milder});
  const auto text = render_text(report, {});
  EXPECT_LT(text.find("Lock.CounterUnderContention"), text.find("Lock.Longer"));
  EXPECT_LT(text.find("Lock.Longer"), text.find("Lock.Milder"));
}

TEST(TextReport, EndsInACommandThatFindsTheSameSubmission) {
  const auto text = render_text(report_with_a_race(), {.from = "my work/it's.hpp"});
  EXPECT_NE(text.find("replay bG9jay5Db3VudGVy --from 'my work/it'\\''s.hpp'\n"),
            std::string::npos);
  EXPECT_NE(render_text(report_without_a_build(), {.from = "a/lock.hpp"})
                .find("grade lock --from a/lock.hpp\n"),
            std::string::npos);
}

TEST(TextReport, ShowsWhatMayBeReadBeforeWhatIsHidden) {
  Report report = report_with_a_race();
  auto& checks = report.labs[0].checks;
  checks.resize(2);
  checks[1].result.explore->steps.clear();
  checks.insert(checks.begin(), checks[1]);
  checks[0].result.check.scenario.name = "Lock.Hidden";
  checks[0].result.check.scenario.visibility = Visibility::hidden;
  checks[2].result.check.scenario.visibility = Visibility::open;
  const auto text = render_text(report, {});
  EXPECT_LT(text.find("Lock.CounterUnderContention"), text.find("Lock.Hidden"));
}

TEST(TextReport, ShowsNoInterleavingThatNeverEntersTheStudentsCode) {
  Report report = report_with_a_race();
  auto& checks = report.labs[0].checks;
  checks.resize(2);
  for (TraceStep& step : checks[1].result.explore->steps)
    step.place.reset();
  const auto text = render_text(report, {});
  EXPECT_EQ(text.find("the shortest way"), std::string::npos);
  EXPECT_NE(text.find("next: ./lockstep readme lock\n"), std::string::npos);
}

TEST(TextReport, CountsWhatComesAfterAFailure) {
  Report report = report_with_a_race();
  report.labs[0].checks[2].result.verdict = Verdict::not_run;
  report.labs[0].checks[2].result.check.judge = Judge::explore;
  EXPECT_NE(render_text(report, {}).find("; 2 not run yet: they come after what failed"),
            std::string::npos);
}

TEST(TextReport, SaysHowManyFailuresItLeavesOut) {
  Report report = report_with_a_race();
  auto& checks = report.labs[0].checks;
  checks.insert(checks.end(), 10, checks[1]);
  EXPECT_NE(render_text(report, {}).find("and 6 more failed checks"), std::string::npos);
}

}  // namespace
}  // namespace grader
