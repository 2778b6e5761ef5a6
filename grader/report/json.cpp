#include "grader/report/json.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <nlohmann/json.hpp>
#include <string_view>

namespace grader {
namespace {

using Json = nlohmann::ordered_json;

double rounded(Milliseconds time) {
  return std::round(time.count() * 10) / 10;
}

std::string hexadecimal(std::uint64_t number) {
  return fmt::format("{:016x}", number);
}

void add_place(Json& object, const std::optional<SourceLine>& place) {
  if (!place) return;
  object["file"] = place->file;
  object["line"] = place->line;
  object["source"] = place->text;
}

struct FlagName {
  protocol::StepFlag flag;
  std::string_view name;
};

constexpr std::array kFlagNames = {
    FlagName{protocol::step_blocked, "blocked"},
    FlagName{protocol::step_woken, "woken"},
    FlagName{protocol::step_timed_out, "timed-out"},
    FlagName{protocol::step_spurious, "spurious"},
    FlagName{protocol::step_stale, "stale"},
    FlagName{protocol::step_weak_fail, "weak-fail"},
    FlagName{protocol::step_preempted, "preempted"},
    FlagName{protocol::step_failing, "failing"},
};

Json to_json(const TraceStep& step) {
  Json object = {{"thread", step.thread}, {"op", step.op}, {"what", step.what}};
  add_place(object, step.place);
  Json flags = Json::array();
  for (const FlagName& each : kFlagNames) {
    if ((step.flags & each.flag) != 0) flags.push_back(each.name);
  }
  if (!flags.empty()) object["flags"] = std::move(flags);
  return object;
}

Json to_json(const ExploreEvidence& evidence) {
  Json object = {{"schedules", evidence.schedules},
                 {"exhausted", evidence.exhausted},
                 {"seed", hexadecimal(evidence.seed)}};
  if (evidence.steps.empty()) return object;
  object["replay"] = evidence.replay;
  object["trace_digest"] = hexadecimal(evidence.trace_digest);
  Json threads = Json::array();
  for (const protocol::ThreadName& thread : evidence.threads)
    threads.push_back({{"thread", thread.thread}, {"name", thread.name}});
  object["threads"] = std::move(threads);
  object["steps"] = Json::array();
  for (const TraceStep& step : evidence.steps)
    object["steps"].push_back(to_json(step));
  object["blocked"] = Json::array();
  for (const BlockedThread& blocked : evidence.blocked) {
    Json entry = {{"thread", blocked.thread}, {"waits_for", blocked.waits_for}};
    add_place(entry, blocked.place);
    object["blocked"].push_back(std::move(entry));
  }
  return object;
}

Json to_json(const SanitizerReport& report) {
  Json accesses = Json::array();
  for (const SanitizerAccess& access : report.accesses) {
    Json lines = Json::array();
    for (const SourceLine& line : access.lines) {
      lines.push_back({{"file", line.file},
                       {"line", line.line},
                       {"source", line.text},
                       {"function", line.function}});
    }
    accesses.push_back(
        {{"what", access.what}, {"lines", std::move(lines)}, {"locks", access.locks}});
  }
  return {{"kind", report.kind}, {"accesses", std::move(accesses)}};
}

Json to_json(const CheckReport& check) {
  const CheckResult& result = check.result;
  Json object = {{"name", result.check.scenario.name},
                 {"judge", to_string(result.check.judge)},
                 {"group", to_string(result.check.group)},
                 {"visibility", to_string(result.check.scenario.visibility)},
                 {"topic", result.check.scenario.topic},
                 {"verdict", to_string(result.verdict)},
                 {"points", check.score.points.value()},
                 {"max_points", check.score.max_points.value()},
                 {"message", result.message},
                 {"detail", result.detail},
                 {"duration_ms", rounded(result.duration)}};
  if (!result.hint.empty()) object["hint"] = result.hint;
  if (check.score.only_stress) object["only"] = "stress";
  add_place(object, result.place);
  if (result.explore) object["explore"] = to_json(*result.explore);
  if (result.sanitizer) object["sanitizer"] = to_json(*result.sanitizer);
  return object;
}

Json to_json(const Submission& submission) {
  Json files = Json::array();
  for (const SubmittedFile& file : submission.files)
    files.push_back({{"path", file.path}, {"bytes", file.bytes}});
  return {{"digest", submission.digest}, {"files", std::move(files)}};
}

Json to_json(const GroupScore& group) {
  return {{"group", to_string(group.group)},
          {"points", group.points.value()},
          {"max_points", group.max_points.value()},
          {"forfeited", group.forfeited}};
}

Json to_json(const LabReport& lab) {
  Json object = {{"lab", lab.lab},
                 {"verdict", to_string(lab.verdict)},
                 {"score", lab.score.value()},
                 {"max_score", lab.max_score.value()},
                 {"submission", to_json(lab.submission)}};
  if (lab.rejection) {
    object["message"] = lab.rejection->message;
    object["detail"] = lab.rejection->detail;
  }
  object["groups"] = Json::array();
  for (const GroupScore& group : lab.groups)
    object["groups"].push_back(to_json(group));
  object["checks"] = Json::array();
  for (const CheckReport& check : lab.checks)
    object["checks"].push_back(to_json(check));
  object["phases"] = {{"compile_ms", rounded(lab.phases.compile)},
                      {"link_ms", rounded(lab.phases.link)},
                      {"run_ms", rounded(lab.phases.run)}};
  return object;
}

}  // namespace

std::string render_json(const Report& report) {
  Json object = {{"schema", 1},
                 {"tool", report.tool},
                 {"toolchain", report.toolchain},
                 {"tier", to_string(report.tier)},
                 {"score", report.score.value()},
                 {"max_score", report.max_score.value()}};
  object["labs"] = Json::array();
  for (const LabReport& lab : report.labs)
    object["labs"].push_back(to_json(lab));
  // What a program printed may be no UTF-8; the result is.
  return object.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace grader
