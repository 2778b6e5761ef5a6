#include "grader/stages/speed_times.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

namespace grader {
namespace {

CheckResult check_of(const std::string& name) {
  CheckResult result;
  result.check.scenario.name = name;
  result.check.scenario.judges = {Judge::speed};
  result.check.scenario.topic = "Its time, against the stand-in's in the same run.";
  result.check.judge = Judge::speed;
  result.check.group = Group::speed;
  return result;
}

}  // namespace

std::optional<SpeedTimes> parse_speed_times(std::string_view json) {
  const auto root = nlohmann::json::parse(json, nullptr, /*allow_exceptions=*/false);
  if (!root.is_object() || !root.contains("benchmarks")) return std::nullopt;
  SpeedTimes times;
  for (const auto& benchmark : root["benchmarks"]) {
    if (!benchmark.is_object()) return std::nullopt;
    const std::string name = benchmark.value("name", "");
    const double nanoseconds = benchmark.value("cpu_time", 0.0);
    if (name.empty() || !(nanoseconds > 0)) return std::nullopt;
    times[name.substr(0, name.find('/'))] = {nanoseconds, benchmark.value("at_most", 0.0)};
  }
  return times;
}

void keep_least(SpeedTimes& times, const SpeedTimes& round) {
  for (const auto& [name, time] : round) {
    const auto [known, fresh] = times.try_emplace(name, time);
    if (!fresh && time.nanoseconds < known->second.nanoseconds) known->second = time;
  }
}

std::optional<double> speed_ratio(const std::string& name, const SpeedTimes& own,
                                  const SpeedTimes& stand_in) {
  const auto mine = own.find(name);
  const auto other = stand_in.find(name);
  if (mine == own.end() || other == stand_in.end()) return std::nullopt;
  return mine->second.nanoseconds / other->second.nanoseconds;
}

bool all_fast(const SpeedTimes& own, const SpeedTimes& stand_in) {
  return std::all_of(stand_in.begin(), stand_in.end(), [&](const auto& each) {
    const auto ratio = speed_ratio(each.first, own, stand_in);
    return ratio && *ratio <= each.second.at_most;
  });
}

std::vector<CheckResult> judge_speed(const SpeedTimes& own, const SpeedTimes& stand_in) {
  std::vector<CheckResult> results;
  for (const auto& [name, other] : stand_in) {
    CheckResult result = check_of(name);
    const auto ratio = speed_ratio(name, own, stand_in);
    result.verdict = ratio && *ratio <= other.at_most ? Verdict::passed : Verdict::wrong;
    if (ratio) {
      result.detail =
          fmt::format("{:.2f} times the stand-in's processor time; up to {:g} times is fast",
                      *ratio, other.at_most);
    }
    if (result.verdict != Verdict::passed) {
      result.message = ratio ? "much slower than the standard library's own" : "gave no time";
    }
    results.push_back(std::move(result));
  }
  return results;
}

}  // namespace grader
