#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "grader/model/run_result.hpp"

// What Google Benchmark printed, and what it says about a submission. Pure functions; safe from
// any thread.
namespace grader {

struct SpeedTime {
  double nanoseconds = 0;  // of processor time an iteration, the least of all rounds
  double at_most = 0;      // the multiple of the stand-in's time that still counts as fast
};

// By the benchmark's name, without what the library appends for threads and the like.
using SpeedTimes = std::map<std::string, SpeedTime, std::less<>>;

// Nothing where `json` is not what the library prints.
[[nodiscard]] std::optional<SpeedTimes> parse_speed_times(std::string_view json);

// Keeps the lesser time of each: noise only ever adds.
void keep_least(SpeedTimes& times, const SpeedTimes& round);

// How many times as long as the stand-in the submission takes; nothing where it has no time.
[[nodiscard]] std::optional<double> speed_ratio(const std::string& name, const SpeedTimes& own,
                                                const SpeedTimes& stand_in);

[[nodiscard]] bool all_fast(const SpeedTimes& own, const SpeedTimes& stand_in);

// One check for each benchmark of the stand-in, which is ours and so to be believed.
[[nodiscard]] std::vector<CheckResult> judge_speed(const SpeedTimes& own,
                                                   const SpeedTimes& stand_in);

}  // namespace grader
