#include "grader/fakes/sample_report.hpp"

namespace grader {
namespace {

SourceLine line_of(std::uint32_t line, const char* text) {
  return {"lock.hpp", line, text, "threading::Lock::acquire"};
}

CheckReport check(const char* scenario, const char* topic, Judge judge, Group group,
                  Verdict verdict) {
  CheckReport made;
  made.result.check.scenario.name = scenario;
  made.result.check.scenario.topic = topic;
  made.result.check.judge = judge;
  made.result.check.group = group;
  made.result.verdict = verdict;
  made.result.duration = Milliseconds(12.5);
  made.score.max_points = {400};
  if (verdict == Verdict::passed) made.score.points = made.score.max_points;
  return made;
}

CheckReport passed_check() {
  CheckReport made = check("Lock.StartsUnlocked", "a new lock is not locked", Judge::explore,
                           Group::behaviour, Verdict::passed);
  made.result.check.scenario.visibility = Visibility::open;
  made.result.check.scenario.file = "labs/lock/tests/public.cpp";
  return made;
}

CheckReport race_with_steps() {
  CheckReport made = check("Lock.CounterUnderContention", "two threads add to one counter",
                           Judge::explore, Group::explore, Verdict::race);
  CheckResult& result = made.result;
  result.message = "two threads were between acquire() and release() at once";
  result.hint = "test-then-set";
  result.place = line_of(18, "word_ = 1;");
  const SourceLine test = line_of(17, "while (word_.load() == 1) futex_wait(word_, 1);");
  ExploreEvidence& evidence = result.explore.emplace();
  evidence.schedules = 3;
  evidence.replay = "bG9jay5Db3VudGVy";
  evidence.threads = {{0, "main"}, {1, "first"}, {2, "second"}};
  evidence.steps = {{1, "load", "#1 = 0", 0, test},
                    {2, "load", "#1 = 0", protocol::step_preempted, test},
                    {2, "store", "#1 = 1", 0, line_of(18, "word_ = 1;")},
                    {1, "store", "#1 = 1", protocol::step_preempted, line_of(18, "word_ = 1;")},
                    {1, "enter", "", protocol::step_failing, std::nullopt}};
  return made;
}

CheckReport race_under_stress() {
  CheckReport made = check("Lock.HandsOver", "what one owner wrote, the next one reads",
                           Judge::stress, Group::stress, Verdict::race);
  made.score.only_stress = true;
  made.result.message = "data race";
  made.result.sanitizer =
      SanitizerReport{"data race",
                      {{"write of 4 bytes by thread T1", {line_of(18, "word_ = 1;")}, {}},
                       {"previous read of 4 bytes by thread T2",
                        {line_of(17, "while (word_ == 1) {}")},
                        {"M0 (write)"}}},
                      "WARNING: ThreadSanitizer: data race (pid=1)"};
  return made;
}

}  // namespace

Report report_with_a_race() {
  LabReport lab;
  lab.lab = "lock";
  lab.title = "Lock: mutual exclusion from one atomic word";
  lab.verdict = Verdict::race;
  lab.score = {400};
  lab.max_score = {1600};
  lab.checks = {passed_check(), race_with_steps(), race_under_stress(),
                check("Lock.Times", "acquire gives up in time", Judge::stress, Group::stress,
                      Verdict::not_run)};
  lab.groups = {{Group::behaviour, {400}, {800}, false},
                {Group::explore, {0}, {400}, false},
                {Group::stress, {0}, {400}, true}};
  lab.hints = {{"test-then-set", {"Testing the word and setting it must be one step."}}};
  return {"lockstep 0.1.0", "g++ 12.2.0", Tier::basic, lab.score, lab.max_score, {lab}};
}

Report report_without_a_build() {
  LabReport lab;
  lab.lab = "lock";
  lab.title = "Lock: mutual exclusion from one atomic word";
  lab.verdict = Verdict::does_not_compile;
  lab.max_score = Points::whole(100);
  lab.rejection = Rejection{Verdict::does_not_compile,
                            "lock.hpp:9:3: error: 'word' was not declared in this scope",
                            "    9 |   word = 1;\n      |   ^~~~"};
  return {"lockstep 0.1.0", "g++ 12.2.0", Tier::basic, {}, lab.max_score, {lab}};
}

Report report_with_full_marks() {
  LabReport lock;
  lock.lab = "lock";
  lock.title = "Lock: mutual exclusion from one atomic word";
  lock.score = lock.max_score = Points::whole(100);
  lock.checks = {passed_check()};
  LabReport rlock = lock;
  rlock.lab = "rlock";
  rlock.title = "RLock: a lock that its owner may take again";
  const Points total = Points::whole(200);
  return {"lockstep 0.1.0", "g++ 12.2.0", Tier::full, total, total, {lock, rlock}};
}

}  // namespace grader
