#include "grader/stages/stress_gate.hpp"

#include <algorithm>

namespace grader {
namespace {

bool decides(const CheckResult& result) {
  switch (result.verdict) {
    case Verdict::passed:
    case Verdict::grader_error:
      return false;
    case Verdict::race:
    case Verdict::memory:
    case Verdict::tampered:
      return true;
    default:
      return result.check.group == Group::explore;
  }
}

}  // namespace

bool explore_has_decided(const std::vector<RawResult>& explored) {
  return std::any_of(explored.begin(), explored.end(), [](const RawResult& raw) {
    return raw.result.check.judge == Judge::explore && decides(raw.result);
  });
}

RawResult held_back(const PlannedCheck& check) {
  RawResult raw;
  raw.result.check = check;
  raw.result.verdict = Verdict::not_run;
  raw.result.message = "not run with real threads: mend first what explore has found";
  return raw;
}

}  // namespace grader
