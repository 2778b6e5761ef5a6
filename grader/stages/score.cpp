#include "grader/stages/score.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numeric>

namespace grader {
namespace {

// Weights as whole numbers: shares are then exact.
std::int64_t shares_of(const PlannedCheck& check) {
  return std::max<std::int64_t>(1, std::llround(check.scenario.weight * 1000));
}

// What each check of the group is worth. The hundredths that do not divide evenly go to the
// first checks, one each, so that the parts add up to the whole.
void spread(Points total, const std::vector<std::size_t>& members,
            const std::vector<PlannedCheck>& checks, std::vector<CheckScore>& scores) {
  std::int64_t shares = 0;
  for (const std::size_t i : members)
    shares += shares_of(checks[i]);
  std::int64_t rest = total.hundredths;
  for (const std::size_t i : members) {
    scores[i].max_points.hundredths = total.hundredths * shares_of(checks[i]) / shares;
    rest -= scores[i].max_points.hundredths;
  }
  for (std::size_t i = 0; rest > 0; ++i, --rest)
    ++scores[members[i]].max_points.hundredths;
}

struct Groups {
  std::vector<Group> judged;  // in the order of kGroups
  std::vector<std::vector<std::size_t>> members;
};

Groups group(const std::vector<PlannedCheck>& checks) {
  Groups groups;
  for (const Group group : kGroups) {
    std::vector<std::size_t> members;
    for (std::size_t i = 0; i < checks.size(); ++i) {
      if (checks[i].group == group) members.push_back(i);
    }
    if (members.empty()) continue;
    groups.judged.push_back(group);
    groups.members.push_back(std::move(members));
  }
  return groups;
}

bool forfeits_stress(const CheckResult& result) {
  const Verdict verdict = result.verdict;
  const bool held_back = verdict == Verdict::not_run && result.check.group == Group::stress;
  return held_back || verdict == Verdict::race || verdict == Verdict::memory ||
         verdict == Verdict::tampered;
}

// What our own trouble, or a check that was not run for it, cannot take from a student.
bool costs_nothing(Verdict verdict) {
  return verdict == Verdict::grader_error;
}

// A class that is right but slow loses points for it, and is still right.
bool decides_verdict(const CheckResult& result) {
  return result.check.judge != Judge::speed;
}

Score max_scores(const LabSpec& lab, const std::vector<PlannedCheck>& checks) {
  Score score;
  score.checks.resize(checks.size());
  const Groups groups = group(checks);
  for (std::size_t g = 0; g < groups.judged.size(); ++g) {
    const Points total = lab.points_by.of(groups.judged[g]);
    spread(total, groups.members[g], checks, score.checks);
    score.groups.push_back({groups.judged[g], {}, total, false});
    score.max_points += total;
  }
  return score;
}

// Failed under stress, while no other judge saw the scenario fail.
bool only_stress_saw(const CheckResult& result, const RunResult& run) {
  if (result.check.judge != Judge::stress) return false;
  if (result.verdict == Verdict::passed || result.verdict == Verdict::not_run) return false;
  bool judged_otherwise = false;
  for (const CheckResult& other : run.checks) {
    if (other.check.scenario.name != result.check.scenario.name ||
        other.check.judge == Judge::stress) {
      continue;
    }
    judged_otherwise = true;
    if (other.verdict != Verdict::passed) return false;
  }
  return judged_otherwise;
}

}  // namespace

Score score(const LabSpec& lab, const RunResult& run) {
  std::vector<PlannedCheck> checks;
  for (const CheckResult& result : run.checks)
    checks.push_back(result.check);
  Score score = max_scores(lab, checks);
  bool forfeit = false;
  for (const CheckResult& result : run.checks) {
    if (decides_verdict(result)) score.verdict = protocol::graver(score.verdict, result.verdict);
    forfeit = forfeit || forfeits_stress(result);
  }
  for (std::size_t i = 0; i < run.checks.size(); ++i) {
    const CheckResult& result = run.checks[i];
    CheckScore& check = score.checks[i];
    const bool forfeited = forfeit && result.check.group == Group::stress;
    const bool earned = result.verdict == Verdict::passed || costs_nothing(result.verdict);
    if (earned && !forfeited) check.points = check.max_points;
    check.only_stress = only_stress_saw(result, run);
    for (GroupScore& group : score.groups) {
      if (group.group != result.check.group) continue;
      group.points += check.points;
      group.forfeited = group.forfeited || forfeited;
    }
    score.points += check.points;
  }
  return score;
}

Score score_of_rejected(const LabSpec& lab, Verdict verdict,
                        const std::vector<PlannedCheck>& planned) {
  Score score = max_scores(lab, planned);
  score.checks.clear();
  score.verdict = verdict;
  return score;
}

}  // namespace grader
